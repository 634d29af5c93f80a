/* SPDX-License-Identifier: Apache-2.0 */
/* Maps itself above too, but never jumps there before the identity mapping goes. */
#include "kernel.h"

static u32 directory[1024] __attribute__((aligned(PAGE)));

void kernel(void)
{
	directory[0] = 0x83;
	directory[0xC0000000u >> 22] = 0x83;
	switch_paging_on(directory);
	print("paging is on\r\n");
	directory[0] = 0;
	__asm__ volatile("mov %%cr3, %%eax\n mov %%eax, %%cr3" : : : "eax", "memory");
}
