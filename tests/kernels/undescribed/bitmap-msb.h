/* SPDX-License-Identifier: Apache-2.0 */
/* A bit for each frame of 8 MiB, 1 = allocated, most significant first. */
static u8 table_of_bits[256];
extern u8 image_end[];

static void *account_end(void) { return image_end; }

static void set_up(void)
{
	for (u32 i = 0; i < 256; i++)
		table_of_bits[i] = 0xFF;
}

static void give(u32 frame) { table_of_bits[frame / 8] &= ~(0x80 >> frame % 8); }

static u32 take(void)
{
	for (u32 frame = 0x100;; frame++)
		if (!(table_of_bits[frame / 8] & 0x80 >> frame % 8)) {
			table_of_bits[frame / 8] |= 0x80 >> frame % 8;
			return frame;
		}
}
