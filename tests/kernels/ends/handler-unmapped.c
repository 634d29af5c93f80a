/* SPDX-License-Identifier: Apache-2.0 */
/* Its page fault handler is where nothing is mapped: every fault leads to the next, and each pushes
   its frame, down to the end of memory. */
#include "kernel.h"

static u32 directory[1024] __attribute__((aligned(PAGE)));
static u64 gdt[3], idt[256];

void kernel(void)
{
	flat_segments(gdt, sizeof gdt - 1);
	for (u32 i = 0; i < 32; i++)
		idt[i] = gate((u32)handler, 8);
	idt[14] = gate(0x40000000, 8);
	load_idt(idt, sizeof idt - 1);
	directory[0] = 0x83;
	switch_paging_on(directory);
	*(volatile u32 *)0x30000000 = 1;
}
