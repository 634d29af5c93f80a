/* SPDX-License-Identifier: Apache-2.0 */
/* A list of free blocks for each power of two; a block's first word leads to the next. */
#include "kernel.h"

struct {
	u32 blocks;
	u32 first;
} areas[6];

static void add(u32 order, u32 frame)
{
	*(u32 *)seen(frame * PAGE) = areas[order].first;
	areas[order].first = frame * PAGE;
	areas[order].blocks++;
}

void kernel(void)
{
	add(0, 1027);
	add(0, 1028);
	add(1, 1030);
	add(3, 1032);
	add(3, 1048);
	add(5, 1056);
}
