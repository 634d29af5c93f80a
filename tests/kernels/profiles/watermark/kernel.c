/* SPDX-License-Identifier: Apache-2.0 */
/* Everything below a mark is given away, for ever. */
#include "kernel.h"

u32 next_frame;
u32 memory_end;

void kernel(void)
{
	next_frame = 1030 * PAGE;
	memory_end = (FIRST + FRAMES) * PAGE;
}
