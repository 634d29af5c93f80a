// SPDX-License-Identifier: Apache-2.0
// OWNS   the kernel heap, 0xF1000000 to 0xFEFFFFFF
// NEEDS  frames and page_map()
// GIVES  aligned blocks of any size. The blocks, used and free, lie side by
//        side and fill the heap from end to end; a page has a frame only
//        while something other than the inside of a free block is on it.

#include "kernel.h"

// Before every block. Whoever writes past the end of a block meets the next
// one's canary first; whoever writes before its start meets its state.
struct block {
    uint32_t canary;
    uint32_t size; // with this header
    struct block *previous;
    uint32_t state;
};

#define GRANULE   16 // a header's size, so no header crosses a page
#define CANARY    0xCA4A4139
#define USED      0x55534544
#define FREE      0x46524545
#define JOINED    0 // no block any more, part of the one before
#define END       (KERNEL_HEAP_END - GRANULE) // room for a header is left

static struct block *const first = (struct block *)KERNEL_HEAP_BASE;
static uint32_t frames;

static linear_address end_of(const struct block *block) {
    return (uintptr_t)block + block->size;
}

static struct block *next(const struct block *block) {
    return end_of(block) == END ? NULL : (struct block *)end_of(block);
}

static bool is_free(const struct block *block) {
    if (block->canary != CANARY || (block->state != USED &&
                                    block->state != FREE))
        panic("heap: the block at 0x%08X is damaged: something wrote %s",
              (uintptr_t)(block + 1), block->canary != CANARY
              ? "past the end of the one before" : "before its start");
    return block->state == FREE;
}

static bool back_with_frames(linear_address from, linear_address to) {
    for (from &= PAGE_ADDRESS; from < to; from += PAGE_SIZE) {
        if (page_entry(from) != 0)
            continue;
        if (page_alloc(from) != NULL)
            return false;
        frames++;
    }
    return true;
}

// Of the pages that [from, to) touches, those inside the free block.
static void give_frames_back(const struct block *block, linear_address from,
                             linear_address to) {
    linear_address lowest = (uintptr_t)(block + 1) + PAGE_SIZE - 1;
    linear_address end = end_of(block) & PAGE_ADDRESS;

    if (from < lowest)
        from = lowest;
    for (from &= PAGE_ADDRESS; from < to && from < end; from += PAGE_SIZE)
        frames -= page_free(from);
}

void heap_init(void) {
    if (!back_with_frames(KERNEL_HEAP_BASE, KERNEL_HEAP_BASE + GRANULE))
        panic("heap: too little RAM, no two frames are free");
    *first = (struct block){ CANARY, END - KERNEL_HEAP_BASE, NULL, FREE };
}

// Cuts the block in two and returns the second one, which is free.
static struct block *split(struct block *block, uint32_t size) {
    struct block *rest = (struct block *)((uintptr_t)block + size);

    *rest = (struct block){ CANARY, block->size - size, block, FREE };
    block->size = size;
    if (next(rest) != NULL)
        next(rest)->previous = rest;
    return rest;
}

static void join(struct block *block, struct block *after) {
    after->state = JOINED;
    block->size += after->size;
    if (next(block) != NULL)
        next(block)->previous = block;
}

static void *take(struct block *block, linear_address start, uint32_t size) {
    linear_address end = start + size; // and the next block's header

    if (!back_with_frames(start, end + GRANULE)) {
        give_frames_back(block, start, end + GRANULE);
        return NULL;
    }
    if (start != (uintptr_t)block)
        block = split(block, start - (uintptr_t)block);
    if (end != end_of(block))
        split(block, size);
    block->state = USED;
    return block + 1;
}

// The lowest place that is large enough; NULL if there is none, or no frames.
// The alignment is a power of two, at most a page.
void *heap_alloc(uint32_t size, uint32_t alignment) {
    if (size == 0 || size > END - KERNEL_HEAP_BASE)
        return NULL;
    size = ((size + GRANULE - 1) & -GRANULE) + GRANULE;
    for (struct block *block = first; block != NULL; block = next(block)) {
        linear_address start = (uintptr_t)(block + 1) + alignment - 1;
        start = (start & -alignment & -GRANULE) - GRANULE;
        int32_t left = end_of(block) - start; // start + size may pass 4 GiB
        if (is_free(block) && left >= (int32_t)size)
            return take(block, start, size);
    }
    return NULL;
}

void heap_free(void *memory) {
    struct block *block = (struct block *)memory - 1;

    if (region_name((uintptr_t)block) != region_name(KERNEL_HEAP_BASE) ||
        page_entry((uintptr_t)block) == 0 || block->state == JOINED ||
        is_free(block))
        panic("heap: cannot free 0x%08X: no block in use begins there",
              (uintptr_t)memory);
    linear_address from = (uintptr_t)block, to = end_of(block) + GRANULE;
    struct block *after = next(block);
    block->state = FREE;
    if (after != NULL && is_free(after))
        join(block, after);
    if (block->previous != NULL && is_free(block->previous)) {
        block = block->previous;
        join(block, next(block));
    }
    give_frames_back(block, from, to);
}

void heap_print(void) {
    uint32_t used = 0, free = 0, bytes = 0;

    for (struct block *block = first; block != NULL; block = next(block)) {
        bool is_used = !is_free(block);
        used += is_used;
        free += !is_used;
        bytes += is_used ? block->size : 0;
    }
    print("  %u blocks in use, %u bytes with their headers; %u free; "
          "%u frames\n", used, bytes, free, frames);
}
