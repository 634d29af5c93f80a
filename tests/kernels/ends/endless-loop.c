/* SPDX-License-Identifier: Apache-2.0 */
/* Waits for ever, without hlt. */
#include "kernel.h"

static NEVER_INLINED void wait_for_nothing(void)
{
	for (;;)
		;
}

void kernel(void)
{
	print("waiting\r\n");
	wait_for_nothing();
}
