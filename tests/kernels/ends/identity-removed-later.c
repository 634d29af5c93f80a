/* SPDX-License-Identifier: Apache-2.0 */
/* The same, after a checkpoint at which all was well: and no entry is left that maps the code. */
#include "kernel.h"

static u32 directory[1024] __attribute__((aligned(PAGE)));

void kernel(void)
{
	directory[0] = 0x83;
	switch_paging_on(directory);
	checkpoint_good();
	directory[0] = 0;
	__asm__ volatile("mov %%cr3, %%eax\n mov %%eax, %%cr3\n nop\n nop" : : : "eax", "memory");
}
