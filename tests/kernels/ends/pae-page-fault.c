/* SPDX-License-Identifier: Apache-2.0 */
/* PAE paging maps the first 2 MiB and a table with nothing in it; what is below that is touched. */
#include "kernel.h"

static u64 pointers[4] __attribute__((aligned(32)));
static u64 directory[512] __attribute__((aligned(PAGE)));
static u64 table[512] __attribute__((aligned(PAGE)));

static NEVER_INLINED u32 look_at(u32 address)
{
	return *(volatile u32 *)address;
}

void kernel(void)
{
	directory[0] = 0x83;
	directory[3] = (u32)table | 3;
	pointers[0] = (u32)directory | 1;
	__asm__ volatile("mov %%cr4, %%eax\n or $0x20, %%eax\n mov %%eax, %%cr4\n"
			 "mov %0, %%cr3\n"
			 "mov %%cr0, %%eax\n or $0x80000000, %%eax\n mov %%eax, %%cr0"
			 : : "r"(pointers) : "eax", "memory");
	if (look_at(0x00605000))
		print("never");
}
