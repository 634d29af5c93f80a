/* SPDX-License-Identifier: Apache-2.0 */
/* Structures behind a pointer, with a flag that tells whether the frame is reserved or taken. */
struct page {
	u32 order, flags, virtual;
} *map_of_pages;
u32 last_frame;
extern u8 image_end[];

static void *account_end(void) { return image_end + 2048 * sizeof(struct page); }

static void set_up(void)
{
	map_of_pages = (struct page *)image_end;
	last_frame = top;
	for (u32 i = 0; i < top; i++)
		map_of_pages[i] = (struct page){ i % 5, 0x14 | i % 4 << 8, 0 };
}

static void give(u32 frame) { map_of_pages[frame].flags &= ~4; }

static u32 take(void)
{
	for (u32 frame = 0x100;; frame++)
		if (!(map_of_pages[frame].flags & 4)) {
			map_of_pages[frame].flags |= 4;
			return frame;
		}
}
