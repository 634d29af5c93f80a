/* SPDX-License-Identifier: Apache-2.0 */
/* No account at all: frames are taken in a row, for ever. */
static u32 next_frame;
extern u8 image_end[];

static void *account_end(void) { return image_end; }
static void set_up(void) {}

static void give(u32 frame)
{
	if (frame > 256 && (!next_frame || frame < next_frame))
		next_frame = frame;
}

static u32 take(void) { return next_frame++; }
