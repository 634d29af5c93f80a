/* SPDX-License-Identifier: Apache-2.0 */
/* Words behind a pointer in a structure, 1 = free, bit 31 first; as long as RAM is. */
struct {
	u32 lock, frames, *bits;
} physical_memory;
extern u8 image_end[];

static void *account_end(void) { return image_end + 2048 / 8; }

static void set_up(void)
{
	physical_memory.bits = (u32 *)image_end;
	physical_memory.frames = top;
	for (u32 i = 0; i < top / 32; i++)
		physical_memory.bits[i] = 0;
}

static void give(u32 frame) { physical_memory.bits[frame / 32] |= 0x80000000u >> frame % 32; }

static u32 take(void)
{
	for (u32 frame = 0x100;; frame++)
		if (physical_memory.bits[frame / 32] & 0x80000000u >> frame % 32) {
			physical_memory.bits[frame / 32] &= ~(0x80000000u >> frame % 32);
			return frame;
		}
}
