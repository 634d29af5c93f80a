/* SPDX-License-Identifier: Apache-2.0 */
/* Switches paging on with a directory that maps only high memory. */
#include "kernel.h"

static u32 directory[1024] __attribute__((aligned(PAGE)));

void kernel(void)
{
	directory[0xF0000000u >> 22] = 0x83;
	switch_paging_on(directory);
}
