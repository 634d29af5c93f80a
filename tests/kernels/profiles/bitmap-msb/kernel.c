/* SPDX-License-Identifier: Apache-2.0 */
/* 1 = allocated, from the most significant end of each byte, indexed from the pool's first frame. */
#include "kernel.h"

struct {
	u32 count;
	u8 used[FRAMES / 8];
} pool;

void kernel(void)
{
	pool.count = FRAMES;
	for (u32 i = 0; i < FRAMES; i++)
		if (allocated(i))
			pool.used[i / 8] |= 0x80 >> i % 8;
}
