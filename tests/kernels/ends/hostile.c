/* SPDX-License-Identifier: Apache-2.0 */
/* Tables at nowhere, as long as can be, and frame pointers in a loop. */
#include "kernel.h"

static u32 frame[2];

void kernel(void)
{
	frame[0] = (u32)frame;
	frame[1] = (u32)kernel;
	load_gdt((void *)0xFFFFF800, 0xFFFF);
	load_idt((void *)0xF0000000, 0xFFFF);
	__asm__ volatile("mov %0, %%ebp\n mov %0, %%esp\n sub $64, %%esp\n int3" : : "r"(frame));
}
