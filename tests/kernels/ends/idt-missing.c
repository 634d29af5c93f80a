/* SPDX-License-Identifier: Apache-2.0 */
/* Meets an exception before it has an IDT. */
#include "kernel.h"

static NEVER_INLINED void unreachable_code(void)
{
	__asm__ volatile("ud2");
}

void kernel(void)
{
	unreachable_code();
}
