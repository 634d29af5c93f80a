// SPDX-License-Identifier: Apache-2.0
// OWNS   the frame bitmap at physical 0x60000: one bit for each 4 KiB frame
//        of 4 GiB, least significant bit first, 1 = free, 0 = allocated
// NEEDS  boot_information, checked
// GIVES  the bitmap filled from the memory map, and the counts

#include "kernel.h"

#define FRAMES         0x100000
#define FRAMES_A_WORD  32
#define FOUR_GIB       0x100000000
#define FRAMES_WANTED  256 // 1 MiB: less is no machine to manage

static uint32_t *const bitmap =
    (uint32_t *)(KERNEL_BASE + FRAME_BITMAP_PHYSICAL);
static uint32_t usable, free;

// Frames [first, end), a word of the bitmap at a time.
static void mark(uint32_t first, uint32_t end, bool is_free) {
    while (first < end) {
        uint32_t bit = first % FRAMES_A_WORD;
        uint32_t count = FRAMES_A_WORD - bit;
        if (count > end - first)
            count = end - first;
        uint32_t mask = 0xFFFFFFFF >> (FRAMES_A_WORD - count) << bit;
        if (is_free)
            bitmap[first / FRAMES_A_WORD] |= mask;
        else
            bitmap[first / FRAMES_A_WORD] &= ~mask;
        first += count;
    }
}

static uint32_t count_free(void) {
    uint32_t count = 0;
    for (uint32_t word = 0; word < FRAMES / FRAMES_A_WORD; word++) {
        if (bitmap[word] == 0xFFFFFFFF) // most words are all or nothing
            count += FRAMES_A_WORD;
        else
            for (uint32_t left = bitmap[word]; left != 0; left &= left - 1)
                count++;
    }
    return count;
}

// Rounds up to a frame; beyond 4 GiB is out of reach, so it is cut off there.
static uint32_t frame_after(uint64_t address) {
    if (address >= FOUR_GIB)
        return FRAMES;
    return (address + PAGE_SIZE - 1) / PAGE_SIZE;
}

static uint32_t frame_before(uint64_t address) {
    if (address >= FOUR_GIB)
        return FRAMES;
    return address / PAGE_SIZE;
}

// A frame counts as usable only if all of it is.
static void mark_usable(const struct memory_range *range) {
    mark(frame_after(range->start), frame_before(range->end), true);
}

static void mark_taken(const struct memory_range *range) {
    mark(frame_before(range->start), frame_after(range->end), false);
}

// Where entries overlap the reserved one wins, so those come second.
void frames_init(void) {
    const struct boot_information *boot = &boot_information;

    mark(0, FRAMES, false);
    for (uint32_t i = 0; i < boot->memory_map_count; i++)
        if (boot->memory_map[i].usable)
            mark_usable(&boot->memory_map[i]);
    for (uint32_t i = 0; i < boot->memory_map_count; i++)
        if (!boot->memory_map[i].usable)
            mark_taken(&boot->memory_map[i]);
    mark(0, LOW_MEMORY_END / PAGE_SIZE, false);
    usable = count_free();

    for (uint32_t i = 0; i < boot->kept_count; i++)
        mark_taken(&boot->kept[i]);
    free = count_free();

    if (usable < FRAMES_WANTED)
        panic("frames: too little RAM, wanted 1024 KiB usable above 4 MiB, "
              "found %u KiB; give the machine 8 MiB or more",
              usable * (PAGE_SIZE / 1024));
}

uint32_t frames_usable(void) {
    return usable;
}

uint32_t frames_free(void) {
    return free;
}
