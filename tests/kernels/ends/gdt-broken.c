/* SPDX-License-Identifier: Apache-2.0 */
/* Loads a GDT in which data comes where code is meant to be. */
#include "kernel.h"

static u64 gdt[3];

void kernel(void)
{
	gdt[1] = segment(0, 0xFFFFF, 0x92, 0xC);
	gdt[2] = segment(0, 0xFFFFF, 0x9A, 0xC);
	load_gdt(gdt, sizeof gdt - 1);
	__asm__ volatile("ljmp $8, $1f\n1:");
}
