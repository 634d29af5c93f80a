/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of free blocks of powers of two; none is ever given back. */
#define ORDERS 10
struct area {
	u32 blocks;
	u32 *first;
} areas[ORDERS];
extern u8 image_end[];

static void *account_end(void) { return image_end; }

static void push(u32 order, u32 frame)
{
	u32 *block = seen(frame * PAGE);
	*block = (u32)areas[order].first;
	areas[order].first = block;
	areas[order].blocks++;
}

static u32 pop(u32 order)
{
	u32 *block = areas[order].first;
	areas[order].first = (u32 *)*block;
	areas[order].blocks--;
	return physical(block) / PAGE;
}

static void set_up(void) {}

/* The last frame of a block that fits is what makes it whole. */
static void give(u32 frame)
{
	static u32 first, count;
	if (count == 0 || frame != first + count) {
		first = frame;
		count = 0;
	}
	count++;
	if (frame == 0x9E || frame == top - 1)
		while (count) {
			u32 order = 0;
			while (order + 1 < ORDERS && first % (2u << order) == 0 && (2u << order) <= count)
				order++;
			push(order, first);
			first += 1 << order;
			count -= 1 << order;
		}
}

static u32 take(void)
{
	u32 order = 0;
	while (!areas[order].first)
		order++;
	u32 frame = pop(order);
	while (order--)
		push(order, frame + (1 << order));
	return frame;
}
