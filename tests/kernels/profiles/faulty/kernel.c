/* SPDX-License-Identifier: Apache-2.0 */
/* Does wrong whatever can be seen to be wrong; the profile says what is meant. */
#include "kernel.h"

#define TABLE_IN_A_FREE_FRAME 1032

static u32 directory[1024] __attribute__((aligned(PAGE)));
static u32 table[1024] __attribute__((aligned(PAGE)));
static u8 free_map[1 << 17] __attribute__((aligned(PAGE)));
u32 free_count;

static void give_back(u32 frame)
{
	free_map[frame / 8] |= 1 << frame % 8;
}

void kernel(void)
{
	for (u32 i = 0; i < FRAMES; i++)
		if (!allocated(i))
			give_back(FIRST + i);
	give_back(0xFD000); /* the screen's memory */
	give_back(5000);    /* past the 16 MiB there are */
	give_back(0xF0);    /* firmware */
	free_count = 54;    /* one less than there are */
	for (u32 i = 256; i < 1024; i++)
		table[i] = i * PAGE | 3;     /* the code too, writable */
	table[1] = 1030 * PAGE | 3;          /* a free frame */
	table[2] = 1024 * PAGE | 3;
	table[3] = 1024 * PAGE | 3;          /* the same one again */
	table[4] = physical(free_map) | 5;   /* for users to read */
	directory[0] = (u32)table | 7;
	directory[1] = TABLE_IN_A_FREE_FRAME * PAGE | 3;
	directory[1023] = (u32)table | 3;    /* meant to be the directory */
	__asm__ volatile("mov %0, %%cr3\n mov %%cr0, %%eax\n or $0x80000000, %%eax\n mov %%eax, %%cr0"
			 : : "r"(directory) : "eax", "memory");
}

/* One more frame is taken, and forgotten. */
void later(void)
{
	free_map[1050 / 8] &= ~(1 << 1050 % 8);
	free_count = 54;
}
