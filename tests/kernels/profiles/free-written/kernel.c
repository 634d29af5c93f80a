/* SPDX-License-Identifier: Apache-2.0 */
/* Gives nothing away and takes nothing back between its checkpoints, but writes to a frame that is free. */
#include "kernel.h"

static u8 free_map[FRAMES / 8];

void kernel(void)
{
	for (u32 i = 0; i < FRAMES; i++)
		if (!allocated(i))
			free_map[i / 8] |= 1 << i % 8;
	*(u32 *)seen(1031 * PAGE) = 1; /* before anybody looks */
}

/* Through a pointer that is not its own any more. */
void later(void)
{
	*(u32 *)seen(1032 * PAGE + 8) = 0xDEAD;
}
