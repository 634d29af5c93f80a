/* SPDX-License-Identifier: Apache-2.0 */
/* Bits are counted through a table of memory segments: three pieces of the pool, not in order. */
#include "kernel.h"

struct segment {
	u32 kind, start, bytes;
} segments[] = {
	{1, (FIRST + 32) * PAGE, 32 * PAGE},
	{2, 0xA0000, 0},
	{1, FIRST * PAGE, 8 * PAGE},
	{1, (FIRST + 8) * PAGE, 24 * PAGE},
};
u8 taken[FRAMES / 8];

void kernel(void)
{
	for (u32 i = 0; i < FRAMES; i++) {
		u32 bit = i < 32 ? 32 + i : i - 32;
		if (allocated(i))
			taken[bit / 8] |= 1 << bit % 8;
	}
}
