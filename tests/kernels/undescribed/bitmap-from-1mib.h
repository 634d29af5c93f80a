/* SPDX-License-Identifier: Apache-2.0 */
/* A bit for each frame from 1 MiB on, 1 = allocated, least significant first; nothing lower. */
static u32 high[(2048 - 256) / 32];
extern u8 image_end[];

static void *account_end(void) { return image_end; }

static void set_up(void)
{
	for (u32 i = 0; i < sizeof high / 4; i++)
		high[i] = 0xFFFFFFFF;
}

static void give(u32 frame)
{
	if (frame >= 256)
		high[(frame - 256) / 32] &= ~(1u << frame % 32);
}

static u32 take(void)
{
	for (u32 bit = 0;; bit++)
		if (!(high[bit / 32] >> bit % 32 & 1)) {
			high[bit / 32] |= 1u << bit % 32;
			return bit + 256;
		}
}
