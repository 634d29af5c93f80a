/* SPDX-License-Identifier: Apache-2.0 */
/* Takes a frame and gives it back, poisoned; another it gives back as it is. */
#include "kernel.h"

static u8 free_map[FRAMES / 8];

static void give_back(u32 index)
{
	free_map[index / 8] |= 1 << index % 8;
}

static void poison(u32 frame)
{
	for (u8 *byte = seen(frame * PAGE); byte < (u8 *)seen((frame + 1) * PAGE); byte++)
		*byte = 0xCC;
}

void kernel(void)
{
	for (u32 i = 0; i < FRAMES; i++)
		if (!allocated(i))
			give_back(i);
}

void later(void)
{
	*(u32 *)seen(1040 * PAGE) = 1;
	poison(1040);
	give_back(1040 - FIRST);
	poison(1032); /* given away and taken back between two checkpoints */
	*(u32 *)seen(1041 * PAGE) = 1;
	give_back(1041 - FIRST);
}
