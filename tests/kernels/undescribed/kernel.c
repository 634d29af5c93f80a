/* SPDX-License-Identifier: Apache-2.0 */
/* Gives out all RAM there is, up to 8 MiB, by an account that ACCOUNT defines: give() and take(). */
#include "kernel.h"

static u32 top; /* one more than the last frame */

/* Means nothing: an account must not be told by its name. */
u8 frame_bitmap[256] = { 1, 2, 3, 5, 8, 13, 21, 34, 55, 89 };

#include ACCOUNT

static u32 *directory, *table;

static u32 cmos(u8 index)
{
	u8 value;
	__asm__ volatile("outb %1, $0x70\n inb $0x71, %0" : "=a"(value) : "a"(index));
	return value;
}

static u32 *zeroed(u32 frame)
{
	u32 *words = seen(frame * PAGE);
	for (u32 i = 0; i < 1024; i++)
		words[i] = 0;
	return words;
}

/* At 0xE0000000, not in the order of the frames. */
static void map(u32 page)
{
	table[page * 7 % 1024] = take() * PAGE | 3;
}

void kernel(void)
{
	u32 end = (physical(account_end()) + PAGE - 1) / PAGE;
	top = 256 + (cmos(0x17) | cmos(0x18) << 8) / 4;
	set_up();
	for (u32 frame = 1; frame < 0x9F; frame++)
		give(frame);
	for (u32 frame = end; frame < top; frame++)
		give(frame);
	u32 root = take();
	directory = zeroed(root);
	table = zeroed(take());
#if BASE
	for (u32 i = 0; i < 1024; i++)
		directory[i] = boot_directory[i];
#else
	directory[0] = 0x83;
	directory[1] = 0x400083;
	u32 cr4;
	__asm__ volatile("mov %%cr4, %0" : "=r"(cr4));
	__asm__ volatile("mov %0, %%cr4" : : "r"(cr4 | 0x10));
#endif
	directory[0xE0000000u >> 22] = physical(table) | 3;
	for (u32 page = 0; page < 13; page++)
		map(page);
	for (u32 i = 0; i < 5; i++)
		take(); /* in use, and mapped by nobody but the window */
	__asm__ volatile("mov %0, %%cr3\n mov %%cr0, %%eax\n or $0x80000000, %%eax\n mov %%eax, %%cr0"
			 : : "r"(root * PAGE) : "eax", "memory");
}

void later(void)
{
	for (u32 page = 13; page < 30; page++)
		map(page);
}
