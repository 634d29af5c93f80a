/* SPDX-License-Identifier: Apache-2.0 */
/* A table of free pieces of memory, and how many there are. */
#include "kernel.h"

struct {
	u32 start, frames;
} holes[16];
u32 hole_count;

static void add(u32 frame, u32 frames)
{
	holes[hole_count].start = frame;
	holes[hole_count++].frames = frames;
}

void kernel(void)
{
	add(1048, 40);
	add(1027, 2);
	add(1030, 10);
}
