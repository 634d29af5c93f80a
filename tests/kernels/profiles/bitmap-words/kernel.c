/* SPDX-License-Identifier: Apache-2.0 */
/* Words with the first frame in bit 31, somewhere in memory behind a pointer; the kernel runs at 3 GiB. */
#include "kernel.h"

u32 *bitmap;

void kernel(void)
{
	bitmap = seen(0x300000);
	for (u32 i = 0; i < FRAMES; i++)
		if (!allocated(i))
			bitmap[i / 32] |= 0x80000000u >> i % 32;
}
