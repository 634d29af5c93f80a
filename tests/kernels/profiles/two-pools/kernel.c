/* SPDX-License-Identifier: Apache-2.0 */
/* A pool for the kernel and one for users, each with an index of its own; the kernel runs at 2 GiB. */
#include "kernel.h"

struct pool {
	u32 base, frames;
	u8 *used;
} kernel_pool, user_pool;
static u8 kernel_used[4], user_used[4];

static void set_up(struct pool *pool, u8 *used, u32 from)
{
	pool->base = (FIRST + from) * PAGE;
	pool->frames = 32;
	pool->used = used;
	for (u32 i = 0; i < 32; i++)
		if (allocated(from + i))
			used[i / 8] |= 1 << i % 8;
}

void kernel(void)
{
	set_up(&kernel_pool, kernel_used, 0);
	set_up(&user_pool, user_used, 32);
}
