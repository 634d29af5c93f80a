/* SPDX-License-Identifier: Apache-2.0 */
/* A table of free pieces of memory behind a pointer, and how many there are. */
struct piece {
	u32 start, length;
};
struct {
	u32 lock;
	struct piece *pieces;
	u32 count;
} free_memory;
extern u8 image_end[];

static void *account_end(void) { return image_end + 16 * sizeof(struct piece); }
static void set_up(void) { free_memory.pieces = (struct piece *)image_end; }

static void give(u32 frame)
{
	struct piece *last = &free_memory.pieces[free_memory.count - 1];
	if (free_memory.count && last->start + last->length == frame * PAGE)
		last->length += PAGE;
	else
		free_memory.pieces[free_memory.count++] = (struct piece){ frame * PAGE, PAGE };
}

static u32 take(void)
{
	struct piece *last = &free_memory.pieces[free_memory.count - 1];
	last->length -= PAGE;
	last->start += PAGE;
	return last->start / PAGE - 1;
}
