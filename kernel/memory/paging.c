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

static bool has_table(linear_address address) {
    return directory[directory_index(address)] & PAGE_PRESENT;
}

// The page table entry; 0 where no page is mapped.
uint32_t page_entry(linear_address address) {
    return has_table(address) ? tables[address / PAGE_SIZE] : 0;
}

const char *page_missing(linear_address address) {
    return has_table(address) ? "the page table has no page there"
                              : "the page directory has no page table there";
}

static bool table_is_empty(uint32_t index) {
    const volatile uint32_t *table = &tables[index * PAGE_TABLE_ENTRIES];

    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++)
        if (table[i] != 0)
            return false;
    return true;
}

static bool make_table(uint32_t index, uint32_t flags) {
    physical_address frame = frame_alloc();

    if (frame == 0)
        return false;
    directory_set(index, frame | flags | PAGE_PRESENT);
    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++)
        tables[index * PAGE_TABLE_ENTRIES + i] = 0;
    write_cr3(read_cr3()); // nothing the frame held before is in the TLB
    return true;
}

static void free_table(uint32_t index) {
    physical_address frame = directory[index] & PAGE_ADDRESS;

    directory_set(index, 0);
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
    if (page_entry(page) != 0)
        return "there is a page already";
    if (!has_table(page) && !make_table(index, allowed))
        return "no frame is free for a page table";
    tables[page / PAGE_SIZE] =
        frame | (allowed & (PAGE_USER | flags)) | PAGE_PRESENT;
    return NULL;
}

// The frame that was mapped there and is the caller's again, 0 if none was.
physical_address page_unmap(linear_address page) {
    uint32_t entry = page_entry(page);

    if (entry == 0 || region_of(page)->allowed == 0)
        return 0;
    tables[page / PAGE_SIZE] = 0;
    invalidate_page(page);
    if (table_is_empty(directory_index(page)))
        free_table(directory_index(page));
    return entry & PAGE_ADDRESS;
}

// A page of zeros with a frame of its own, so that nobody reads what another
// has left. NULL, or why not.
const char *page_alloc(linear_address page) {
    physical_address frame = frame_alloc();

    if (frame == 0)
        return "no frame is free";
    const char *refusal = page_map(page, frame, PAGE_WRITABLE);
    if (refusal != NULL)
        frame_free(frame);
    for (uint32_t i = 0; refusal == NULL && i < PAGE_TABLE_ENTRIES; i++)
        ((volatile uint32_t *)page)[i] = 0;
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
    uint32_t index = directory_index(address), entry = page_entry(address);

    print_entry("page directory", index, directory[index]);
    if (has_table(address))
        print_entry("page table", table_index(address), entry);
    if (entry != 0)
        print("  0x%08X is physical 0x%08X\n", address,
              (entry & PAGE_ADDRESS) | (address & ~PAGE_ADDRESS));
}

static void print_range(linear_address first, linear_address last,
                        uint32_t entry) {
    if (entry != 0)
        print("  0x%08X-0x%08X  physical 0x%08X  %c%c  %s\n", first, last,
              entry & PAGE_ADDRESS, entry & PAGE_USER ? 'u' : 'k',
              entry & PAGE_WRITABLE ? 'w' : 'r', region_name(first));
}

// Pages make one range while their entries differ by the frame only and the
// frames are neighbours, too. A right counts if both levels give it (4.6).
void print_mappings(void) {
    const uint32_t rights = PAGE_USER | PAGE_WRITABLE;
    uint32_t entry = 0, next = 0;
    linear_address first = 0, page = 0;

    do {
        uint32_t both = PAGE_ADDRESS | PAGE_PRESENT |
                        (directory[directory_index(page)] & rights);
        uint32_t here = page_entry(page) & both;
        if (here != next) {
            print_range(first, page - 1, entry);
            first = page;
            entry = here;
        }
        next = here != 0 ? here + PAGE_SIZE : 0;
        page += PAGE_SIZE;
    } while (page != 0);
    print_range(first, page - 1, entry);
}
