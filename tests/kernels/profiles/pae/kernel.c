/* SPDX-License-Identifier: Apache-2.0 */
/* PAE: a pointer table in the middle of a frame, a page of 2 MiB, a table of 4 KiB pages. */
#include "kernel.h"

static struct {
	u64 unused[4], entries[4];
} pointers __attribute__((aligned(PAGE)));
static u64 directory[512] __attribute__((aligned(PAGE)));
static u64 table[512] __attribute__((aligned(PAGE)));
u32 free_map[FRAMES / 32];

void kernel(void)
{
	for (u32 i = 0; i < FRAMES; i++)
		if (!allocated(i))
			free_map[i / 32] |= 1u << i % 32;
	directory[0] = 0x83;
	directory[1] = (u32)table | 3;
	table[0] = FIRST * PAGE | 3;
	pointers.entries[0] = (u32)directory | 1;
	__asm__ volatile("mov %%cr4, %%eax\n or $0x20, %%eax\n mov %%eax, %%cr4\n mov %0, %%cr3\n"
			 "mov %%cr0, %%eax\n or $0x80000000, %%eax\n mov %%eax, %%cr0"
			 : : "r"(pointers.entries) : "eax", "memory");
}
