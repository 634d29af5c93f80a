// SPDX-License-Identifier: Apache-2.0
// OWNS   the view of the page tables through the directory's self-reference:
//        every table at 0xFFC00000, the directory itself at 0xFFFFF000
// NEEDS  the kernel page directory
// GIVES  pages mapped and unmapped, with page tables made and freed on the
//        way; walks from linear to physical; the layout in words

#include "kernel.h"

static volatile uint32_t *const directory = (uint32_t *)PAGE_DIRECTORY_BASE;
static volatile uint32_t *const tables = (uint32_t *)PAGE_TABLES_BASE;

// What a page in a region is allowed to be besides present: 0, it is not for
// page_map(), and the guards are for nobody.
static const struct region {
    linear_address first;
    uint32_t allowed;
    const char *name;
} regions[] = {
    { PAGE_TABLES_BASE,             0, "page tables (self-reference)" },
    { KERNEL_STACKS_BASE,           PAGE_WRITABLE, "kernel stacks" },
    { KERNEL_HEAP_END,              0, "guard between heap and stacks" },
    { KERNEL_HEAP_BASE,             PAGE_WRITABLE, "kernel heap" },
    { KERNEL_BASE + LOW_MEMORY_END, 0, "guard between kernel and heap" },
    { KERNEL_BASE,                  0, "kernel, physical 0 to 4 MiB" },
    { ALIAS_BASE,                   PAGE_WRITABLE, "kernel space for modules" },
    { 0,                            PAGE_WRITABLE | PAGE_USER, "user space" },
};

static const struct region *region_of(linear_address address) {
    const struct region *region = regions;
    while (address < region->first)
        region++;
    return region;
}

const char *region_name(linear_address address) {
    return region_of(address)->name;
}

struct page_walk page_walk(linear_address address) {
    struct page_walk walk = { 0 };

    walk.directory_entry = directory[directory_index(address)];
    if (!(walk.directory_entry & PAGE_PRESENT))
        return walk;
    walk.table_entry = tables[address / PAGE_SIZE];
    walk.mapped = walk.table_entry & PAGE_PRESENT;
    walk.physical = (walk.table_entry & PAGE_ADDRESS) |
                    (address & ~PAGE_ADDRESS);
    return walk;
}

static bool table_is_empty(uint32_t index) {
    const volatile uint32_t *table = &tables[index * PAGE_TABLE_ENTRIES];

    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++)
        if (table[i] & PAGE_PRESENT)
            return false;
    return true;
}

static bool make_table(uint32_t index, uint32_t flags) {
    physical_address frame = frame_alloc();

    if (frame == 0)
        return false;
    directory[index] = frame | flags | PAGE_PRESENT;
    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++)
        tables[index * PAGE_TABLE_ENTRIES + i] = 0;
    return true;
}

static void free_table(uint32_t index) {
    physical_address frame = directory[index] & PAGE_ADDRESS;

    directory[index] = 0;
    invalidate_page((uintptr_t)&tables[index * PAGE_TABLE_ENTRIES]);
    frame_free(frame);
}

// NULL, or why the page cannot be mapped. Whether users may use it follows
// from where it is; the flags only choose PAGE_WRITABLE or not.
const char *page_map(linear_address page, physical_address frame,
                     uint32_t flags) {
    uint32_t index = directory_index(page);
    uint32_t allowed = region_of(page)->allowed;

    if (allowed == 0)
        return "nothing may be mapped there";
    if (page % PAGE_SIZE != 0)
        return "not the first byte of a page";
    if (page_walk(page).mapped)
        return "there is a page already";
    if (!(directory[index] & PAGE_PRESENT) && !make_table(index, allowed))
        return "no frame is free for a page table";
    tables[page / PAGE_SIZE] =
        frame | (allowed & (PAGE_USER | flags)) | PAGE_PRESENT;
    return NULL;
}

// The frame that was mapped there and is the caller's again, 0 if none was.
physical_address page_unmap(linear_address page) {
    struct page_walk walk = page_walk(page);

    if (!walk.mapped || region_of(page)->allowed == 0)
        return 0;
    tables[page / PAGE_SIZE] = 0;
    invalidate_page(page);
    if (table_is_empty(directory_index(page)))
        free_table(directory_index(page));
    return walk.table_entry & PAGE_ADDRESS;
}

// A page with a frame of its own; NULL, or why not.
const char *page_alloc(linear_address page, uint32_t flags) {
    physical_address frame = frame_alloc();

    if (frame == 0)
        return "no frame is free";
    const char *refusal = page_map(page, frame, flags);
    if (refusal != NULL)
        frame_free(frame);
    return refusal;
}

bool page_free(linear_address page) {
    physical_address frame = page_unmap(page);

    if (frame != 0)
        frame_free(frame);
    return frame != 0;
}

static void print_entry(const char *kind, uint32_t index, uint32_t entry) {
    print("  %s entry %u is 0x%08X: ", kind, index, entry);
    if (!(entry & PAGE_PRESENT))
        print("not present\n");
    else
        print("frame 0x%05X, %s, %s\n", entry / PAGE_SIZE,
              entry & PAGE_USER ? "user" : "kernel",
              entry & PAGE_WRITABLE ? "writable" : "read-only");
}

void print_walk(linear_address address) {
    struct page_walk walk = page_walk(address);

    print_entry("page directory", directory_index(address),
                walk.directory_entry);
    if (walk.directory_entry & PAGE_PRESENT)
        print_entry("page table", table_index(address), walk.table_entry);
    if (walk.mapped)
        print("  0x%08X is physical 0x%08X\n", address, walk.physical);
}

// Neighbouring pages make one range while the frames behind them are
// neighbours, too, and the permissions are the same.
struct run {
    linear_address first;
    physical_address physical;
    uint32_t pages, flags;
};

static void print_run(const struct run *run) {
    if (run->pages == 0)
        return;
    print("  0x%08X-0x%08X  physical 0x%08X  %c%c  %s\n", run->first,
          run->first + (run->pages * PAGE_SIZE - 1), run->physical,
          run->flags & PAGE_USER ? 'u' : 'k',
          run->flags & PAGE_WRITABLE ? 'w' : 'r', region_name(run->first));
}

static void add_to_run(struct run *run, linear_address page) {
    uint32_t entry = tables[page / PAGE_SIZE];
    uint32_t flags = entry & (PAGE_USER | PAGE_WRITABLE);
    uint32_t size = run->pages * PAGE_SIZE;

    if (!(entry & PAGE_PRESENT))
        return;
    if (run->pages == 0 || page != run->first + size ||
        (entry & PAGE_ADDRESS) != run->physical + size ||
        flags != run->flags) {
        print_run(run);
        *run = (struct run){ page, entry & PAGE_ADDRESS, 0, flags };
    }
    run->pages++;
}

void print_mappings(void) {
    struct run run = { 0 };

    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++)
        if (directory[i] & PAGE_PRESENT)
            for (uint32_t j = 0; j < PAGE_TABLE_ENTRIES; j++)
                add_to_run(&run, i << 22 | j << 12);
    print_run(&run);
}
