/* SPDX-License-Identifier: Apache-2.0 */
/* Three page directories: the kernel's, and those of two processes in a list.
   Between the checkpoints, the kernel goes over to that of the second. */
#include "kernel.h"

struct process {
	u32 id;
	struct process *next;
	u32 directory;
};

static u32 directories[3][1024] __attribute__((aligned(PAGE)));
static u32 tables[2][1024] __attribute__((aligned(PAGE)));
static struct process list[2];
struct process *processes;
u32 free_map[FRAMES / 32];

static void load(u32 *directory)
{
	__asm__ volatile("mov %0, %%cr3" : : "r"(directory) : "memory");
}

void kernel(void)
{
	for (u32 i = 0; i < FRAMES; i++)
		if (!allocated(i))
			free_map[i / 32] |= 1u << i % 32;
	for (u32 i = 0; i < 3; i++)
		directories[i][0] = 0x83;
	for (u32 i = 0; i < 2; i++) {
		directories[i + 1][0x40000000u >> 22] = (u32)tables[i] | 7;
		tables[i][i] = (FIRST + i) * PAGE | 7;
		list[i] = (struct process){ i + 1, i == 0 ? &list[1] : 0, (u32)directories[i + 1] };
	}
	processes = list;
	__asm__ volatile("mov %%cr4, %%eax\n or $0x10, %%eax\n mov %%eax, %%cr4\n mov %0, %%cr3\n"
			 "mov %%cr0, %%eax\n or $0x80000000, %%eax\n mov %%eax, %%cr0"
			 : : "r"(directories[0]) : "eax", "memory");
}

void later(void)
{
	load(directories[2]);
}
