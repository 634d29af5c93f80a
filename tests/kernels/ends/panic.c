/* SPDX-License-Identifier: Apache-2.0 */
/* Gives up as a kernel should: it says why, and stops. */
#include "kernel.h"

static NEVER_INLINED void panic(const char *why)
{
	print("\033[31mpanic:\033[0m ");
	print(why);
	print("\r\n");
	for (;;)
		__asm__ volatile("cli\n hlt");
}

static NEVER_INLINED void mount_root(void)
{
	panic("no root");
}

void kernel(void)
{
	print("booting\r\n");
	mount_root();
}
