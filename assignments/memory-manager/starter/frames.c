// SPDX-License-Identifier: Apache-2.0
// The frame bitmap at physical 0x60000: one bit for each 4 KiB frame of 4 GiB,
// least significant bit first, 1 = free, 0 = allocated.

#include "kernel.h"

// Free is what the loader's memory map calls usable, from 4 MiB on.
void frames_init(const struct multiboot_information *boot) {
    (void)boot;
}

// The memory of PCI devices is not free, whatever a memory map says.
void frames_reserve_devices(void) {
}

// The address of so many free frames in a row, now allocated; 0 if there are none.
uint32_t frames_take(uint32_t count) {
    (void)count;
    return 0;
}

// Gives frames back. False if they were not allocated.
bool frames_give(uint32_t address, uint32_t count) {
    (void)address, (void)count;
    return false;
}
