/* SPDX-License-Identifier: Apache-2.0 */
/* A static array, a bit a frame from frame 0 on: 1 = free, from the least significant end. No paging. */
#include "kernel.h"

static u8 frame_map[2048 / 8];

void kernel(void)
{
	for (u32 i = 0; i < FRAMES; i++)
		if (!allocated(i))
			frame_map[(FIRST + i) / 8] |= 1 << (FIRST + i) % 8;
}
