/* SPDX-License-Identifier: Apache-2.0 */
/* Recurses until the stack meets an unmapped page. A handler for page faults is there, but the
   processor cannot push what it wants. */
#include "kernel.h"

static u32 directory[1024] __attribute__((aligned(PAGE)));
static u32 table[1024] __attribute__((aligned(PAGE)));
static u64 gdt[3], idt[256];

static NEVER_INLINED u32 deeper(u32 depth)
{
	volatile u32 room[16];
	room[depth % 16] = depth;
	return deeper(depth + 1) + room[depth % 16];
}

void kernel(void)
{
	flat_segments(gdt, sizeof gdt - 1);
	for (u32 i = 0; i < 256; i++)
		idt[i] = gate((u32)handler, 8);
	load_idt(idt, sizeof idt - 1);
	for (u32 i = 0; i < 1024; i++)
		table[i] = i * PAGE | 3;
	table[(u32)stack_guard / PAGE] = 0;
	directory[0] = (u32)table | 3;
	switch_paging_on(directory);
	print("one\r\ntwo\r\n");
	deeper(0);
}
