// SPDX-License-Identifier: Apache-2.0
// OWNS   256 slots for things taken, and a seed
// NEEDS  frames, page_map(), the heap
// GIVES  random work, the same for the same seed: every step empties a slot
//        or fills one. In the end all is given back and nothing may be gone.

#include "kernel.h"

#define SLOTS 256

static struct slot {
    enum { NOTHING, BLOCK, FRAMES, PAGE } holds;
    uint32_t where, size;
} slots[SLOTS];

static uint32_t random_state, frame_allocs, frame_alloc_ticks;

// Marsaglia's xorshift; below a limit.
static uint32_t chance(uint32_t limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % limit;
}

static uint32_t take_frames(uint32_t count) {
    if (count > 1)
        return frame_alloc_contiguous(count);
    uint32_t before = read_time_stamp();
    physical_address frame = frame_alloc();
    frame_alloc_ticks += read_time_stamp() - before;
    frame_allocs++;
    return frame;
}

static uint32_t take_block(uint32_t size) {
    uint8_t *block = heap_alloc(size, 16 << chance(9));

    if (block != NULL)
        block[0] = block[size - 1] = size;
    return (uintptr_t)block;
}

static uint32_t take_page(void) {
    linear_address page = ALIAS_BASE + chance(1 << 15) * PAGE_SIZE;
    return page_alloc(page) == NULL ? page : 0;
}

static void fill(struct slot *slot, uint32_t kinds) {
    slot->holds = BLOCK + chance(kinds);
    if (slot->holds == BLOCK)
        slot->where = take_block(slot->size = chance(12000) + 1);
    else if (slot->holds == FRAMES)
        slot->where = take_frames(slot->size = chance(2) * chance(32) + 1);
    else
        slot->where = take_page();
    if (slot->where == 0) // none to be had: that is no error
        slot->holds = NOTHING;
}

static void empty(struct slot *slot) {
    const uint8_t *block = (uint8_t *)slot->where;

    if (slot->holds == BLOCK) {
        if (block[0] != (uint8_t)slot->size || block[slot->size - 1] != block[0])
            panic("stress: two blocks share 0x%08X", slot->where);
        heap_free((void *)slot->where);
    } else if (slot->holds == PAGE) {
        page_free(slot->where);
    }
    for (uint32_t i = 0; slot->holds == FRAMES && i < slot->size; i++)
        frame_free(slot->where + i * PAGE_SIZE);
    slot->holds = NOTHING;
}

const char *stress(uint32_t count, uint32_t seed, bool heap_only) {
    uint32_t before = frame_counts.free;

    random_state = seed != 0 ? seed : 1; // 0 would stay 0 forever
    frame_allocs = frame_alloc_ticks = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct slot *slot = &slots[chance(SLOTS)];
        if (slot->holds == NOTHING)
            fill(slot, heap_only ? 1 : 3);
        else
            empty(slot);
    }
    checkpoint_heap_used();
    for (uint32_t i = 0; i < SLOTS; i++)
        empty(&slots[i]);
    print("  %u steps, seed %u: %u frames free before, %u after\n", count, seed,
          before, frame_counts.free);
    if (frame_allocs > 0)
        print("  %u ticks a frame_alloc\n", frame_alloc_ticks / frame_allocs);
    return before == frame_counts.free ? NULL : "frames were lost";
}
