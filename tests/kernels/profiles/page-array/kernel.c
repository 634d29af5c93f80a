/* SPDX-License-Identifier: Apache-2.0 */
/* A structure a frame; a frame is free when nobody refers to it and it is not reserved. */
#include "kernel.h"

struct frame {
	void *owner;
	short references;
	u16 flags;
};
struct frame frames[FRAMES + 8];

void kernel(void)
{
	for (u32 i = 0; i < FRAMES; i++)
		frames[i].references = allocated(i);
	for (u32 i = FRAMES; i < FRAMES + 8; i++)
		frames[i].flags = 0x8001;
}
