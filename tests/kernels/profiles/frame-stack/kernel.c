/* SPDX-License-Identifier: Apache-2.0 */
/* A stack of the addresses of free frames. */
#include "kernel.h"

u32 *stack_base;
u32 stack_top;
static u32 frame_stack[FRAMES];

void kernel(void)
{
	stack_base = frame_stack;
	for (u32 i = 0; i < FRAMES; i++)
		if (!allocated(i))
			stack_base[stack_top++] = (FIRST + i) * PAGE;
	stack_base[stack_top] = (FIRST + 1) * PAGE; /* above the top: says nothing */
}
