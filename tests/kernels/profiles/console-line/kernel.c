/* SPDX-License-Identifier: Apache-2.0 */
/* Has no function at which its account becomes ready, but says so on the serial port. Before, all of
 * it is 0, which would mean that nothing is free. A byte a frame, 1 = free, no paging. */
#include "kernel.h"

static volatile u8 free_frames[FRAMES];

static void print(const char *text)
{
	for (; *text; text++)
		__asm__ volatile("outb %0, %1" : : "a"(*text), "Nd"((u16)0x3F8));
}

void kernel(void)
{
	print("frames: counting\r\n");
}

void later(void)
{
	for (u32 i = 0; i < FRAMES; i++)
		free_frames[i] = !allocated(i);
	print("frames: 52 of 64 are free\r\n");
}
