/* SPDX-License-Identifier: Apache-2.0 */
/* GDT, IDT and TSS as they should be, and then not. */
#include "kernel.h"

static struct {
	u32 link, esp0, ss0, unused[22];
	u16 trap, io_map;
} tss;
static u64 gdt[6], idt[256];

void kernel(void)
{
	tss.ss0 = 16;
	tss.esp0 = (u32)stack_top;
	tss.io_map = sizeof tss;
	gdt[3] = segment(0, 0xFFFFF, 0xFA, 0xC);
	gdt[4] = segment(0, 0xFFFFF, 0xF2, 0xC);
	gdt[5] = segment((u32)&tss, sizeof tss - 1, 0x89, 0);
	flat_segments(gdt, sizeof gdt - 1);
	__asm__ volatile("ltr %w0" : : "r"(0x28));
	for (u32 i = 0; i < 48; i++)
		idt[i] = gate((u32)handler, 8);
	idt[0x80] = gate((u32)handler, 8) | 0x6000ull << 32;
	load_idt(idt, sizeof idt - 1);
	checkpoint_good();
	tss.ss0 = 8;
	idt[3] = gate((u32)handler, 0x10);
	idt[4] = gate((u32)idt, 8);
	idt[5] |= 0x1F00ull << 32;
	idt[6] = gate((u32)handler, 0x40);
	idt[7] = 0;
	gdt[2] = 0;
	checkpoint_bad();
}
