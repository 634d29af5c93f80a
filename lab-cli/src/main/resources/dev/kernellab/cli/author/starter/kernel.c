// SPDX-License-Identifier: Apache-2.0
// As it stands no frame is free: filling the bitmap is the assignment.

#include <stdint.h>

enum { FRAMES = 1 << 20 }; // 4 GiB in frames of 4 KiB

uint32_t frame_bitmap[FRAMES / 32]; // 1: free

void checkpoint_ready(void);
void kernel_main(const uint32_t *multiboot);

void kernel_main(const uint32_t *multiboot) {
    (void)multiboot; // at offset 44 the map's length, at 48 where it is
    checkpoint_ready();
}
