// SPDX-License-Identifier: Apache-2.0
// OWNS   the frame bitmap at physical 0x60000: one bit for each 4 KiB frame
//        of 4 GiB, least significant bit first, 1 = free, 0 = allocated
// NEEDS  boot_information, checked
// GIVES  the bitmap filled from the memory map, and frames by number or by
//        the run, lowest address first; the counts agree with the bits

#include "kernel.h"

#define FRAMES         0x100000
#define FRAMES_A_WORD  32
#define WORDS          (FRAMES / FRAMES_A_WORD)
#define FOUR_GIB       0x100000000
#define FRAMES_WANTED  256 // 1 MiB: less is no machine to manage

static uint32_t *const bitmap =
    (uint32_t *)(KERNEL_BASE + FRAME_BITMAP_PHYSICAL);
struct frame_counts frame_counts;

// A bit for each word of the bitmap: set if a frame in it is free. A search
// passes 1024 frames a step, and begins at `hint`: no set bit comes before.
static uint32_t words_with_free[WORDS / 32];
static uint32_t hint;

static uint32_t ones(uint32_t word) {
    word -= word >> 1 & 0x55555555; // in each pair of bits, in each four, ...
    word = (word & 0x33333333) + (word >> 2 & 0x33333333);
    return ((word + (word >> 4)) & 0x0F0F0F0F) * 0x01010101 >> 24;
}

// The one place that writes the bitmap, so the counts cannot go astray.
static void set_word(uint32_t word, uint32_t value, uint32_t more_free) {
    uint32_t bit = 1u << word % 32;

    frame_counts.free += more_free;
    bitmap[word] = value;
    if (value != 0)
        words_with_free[word / 32] |= bit;
    else
        words_with_free[word / 32] &= ~bit;
}

static bool is_free(uint32_t frame) {
    return bitmap[frame / FRAMES_A_WORD] >> frame % FRAMES_A_WORD & 1;
}

// Frames [first, end), a word of the bitmap at a time.
static void mark(uint32_t first, uint32_t end, bool as_free) {
    while (first < end) {
        uint32_t word = first / FRAMES_A_WORD, bit = first % FRAMES_A_WORD;
        uint32_t count = FRAMES_A_WORD - bit;
        if (count > end - first)
            count = end - first;
        uint32_t mask = 0xFFFFFFFF >> (FRAMES_A_WORD - count) << bit;
        uint32_t value = as_free ? bitmap[word] | mask : bitmap[word] & ~mask;
        set_word(word, value, ones(value) - ones(bitmap[word]));
        first += count;
    }
}

// A frame counts as usable only if all of it is, as taken if any of it is.
// Beyond 4 GiB is out of reach, so it is cut off there.
static uint32_t frame_at(uint64_t address, bool round_up) {
    if (address >= FOUR_GIB)
        return FRAMES;
    return (address + (round_up ? PAGE_SIZE - 1 : 0)) / PAGE_SIZE;
}

static void mark_range(const struct memory_range *range) {
    mark(frame_at(range->start, range->usable),
         frame_at(range->end, !range->usable), range->usable);
}

static bool covers(const struct memory_range *range, uint32_t frame) {
    return frame >= frame_at(range->start, range->usable) &&
           frame < frame_at(range->end, !range->usable);
}

// Where ranges overlap the reserved one wins, so those come second.
void frames_init(void) {
    const struct boot_information *boot = &boot_information;

    mark(0, FRAMES, false);
    frame_counts.free = 0;
    for (uint32_t i = 0; i < boot->range_count; i++)
        if (boot->ranges[i].usable)
            mark_range(&boot->ranges[i]);
    for (uint32_t i = 0; i < boot->range_count; i++)
        if (!boot->ranges[i].usable)
            mark_range(&boot->ranges[i]);
    mark(0, LOW_MEMORY_END / PAGE_SIZE, false);
    frame_counts.usable = frame_counts.free;
    if (frame_counts.free < FRAMES_WANTED)
        panic("frames: too little RAM, wanted 1024 KiB usable above 4 MiB, "
              "found %u KiB; give the machine 8 MiB or more",
              frame_counts.free * (PAGE_SIZE / 1024));
}

// For good, and before the first frame is handed out.
void frames_reserve(uint64_t start, uint64_t end) {
    struct boot_information *boot = &boot_information;
    struct memory_range *range = &boot->ranges[boot->range_count++];

    if (boot->range_count > RANGES_MAX)
        panic("frames: too many ranges of memory, %u are the most",
              RANGES_MAX);
    *range = (struct memory_range){ start, end, false };
    mark_range(range);
    frame_counts.usable = frame_counts.free;
}

// The lowest free frame, 0 if there is none.
physical_address frame_alloc(void) {
    while (hint < WORDS / 32 && words_with_free[hint] == 0)
        hint++;
    if (hint == WORDS / 32)
        return 0;
    uint32_t word = hint * 32 + __builtin_ctz(words_with_free[hint]);
    uint32_t bit = __builtin_ctz(bitmap[word]);
    set_word(word, bitmap[word] & ~(1u << bit), -1);
    return (word * FRAMES_A_WORD + bit) * PAGE_SIZE;
}

// The lowest run of so many free frames, 0 if there is none.
physical_address frame_alloc_contiguous(uint32_t count) {
    uint32_t run = 0;

    for (uint32_t frame = hint * 1024; frame < FRAMES && count > 0; frame++) {
        if (bitmap[frame / FRAMES_A_WORD] == 0)
            frame |= FRAMES_A_WORD - 1; // on to the last one of this word
        run = is_free(frame) ? run + 1 : 0;
        if (run < count)
            continue;
        mark(frame + 1 - count, frame + 1, false);
        return (frame + 1 - count) * PAGE_SIZE;
    }
    return 0;
}

static bool is_managed(uint32_t frame) {
    const struct boot_information *boot = &boot_information;
    bool in_ram = false;

    for (uint32_t i = 0; i < boot->range_count; i++) {
        if (!covers(&boot->ranges[i], frame))
            continue;
        if (!boot->ranges[i].usable)
            return false;
        in_ram = true;
    }
    return in_ram && frame >= LOW_MEMORY_END / PAGE_SIZE;
}

// Why a frame cannot be freed, NULL if it can.
static const char *refusal_of(physical_address address) {
    if (address % PAGE_SIZE != 0)
        return "not the first byte of a frame";
    if (!is_managed(address / PAGE_SIZE))
        return "reserved, it was never handed out";
    if (is_free(address / PAGE_SIZE))
        return "free already";
    return NULL;
}

void frame_free(physical_address address) {
    const char *refusal = refusal_of(address);
    uint32_t word = address / PAGE_SIZE / FRAMES_A_WORD;

    if (refusal != NULL)
        panic("frames: cannot free 0x%08X: %s", address, refusal);
    set_word(word, bitmap[word] | 1u << address / PAGE_SIZE % FRAMES_A_WORD, 1);
    if (hint > word / 32)
        hint = word / 32;
}
