/* SPDX-License-Identifier: Apache-2.0 */
/* A bit for each frame of 4 GiB, 1 = free, least significant first. */
static u8 pool[1 << 17];
extern u8 image_end[];

static void *account_end(void) { return image_end; }
static void set_up(void) {}
static void give(u32 frame) { pool[frame / 8] |= 1 << frame % 8; }

static u32 take(void)
{
	for (u32 frame = 0x100;; frame++)
		if (pool[frame / 8] >> frame % 8 & 1) {
			pool[frame / 8] &= ~(1 << frame % 8);
			return frame;
		}
}
