/* SPDX-License-Identifier: Apache-2.0 */
/* No account of frames at all, but page tables: 32-bit paging with 4 KiB pages. */
#include "kernel.h"

static u32 directory[1024] __attribute__((aligned(PAGE)));
static u32 table[1024] __attribute__((aligned(PAGE)));

void kernel(void)
{
	for (u32 i = 0; i < 1024; i++)
		table[i] = i * PAGE | 3;
	directory[0] = (u32)table | 3;
	__asm__ volatile("mov %0, %%cr3\n mov %%cr0, %%eax\n or $0x80000000, %%eax\n mov %%eax, %%cr0"
			 : : "r"(directory) : "eax", "memory");
}
