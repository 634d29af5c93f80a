// SPDX-License-Identifier: Apache-2.0
// OWNS   the boot page directory and the kernel page directory
// NEEDS  paging on under the boot page directory; runs at the alias, 3 GiB
// GIVES  the identity mapping gone, the kernel page directory after
//        kernel_map[] below, and the jump to 0xF0000000

#include "kernel.h"

#define PAGE_ALIGNED __attribute__((aligned(PAGE_SIZE)))

PAGE_ALIGNED uint32_t boot_page_directory[PAGE_TABLE_ENTRIES];
PAGE_ALIGNED uint32_t boot_page_table[PAGE_TABLE_ENTRIES];
PAGE_ALIGNED uint32_t kernel_page_directory[PAGE_TABLE_ENTRIES];
PAGE_ALIGNED uint32_t kernel_page_table[PAGE_TABLE_ENTRIES];

// From the linker script
extern char read_only_end_physical[]; // code and constants end here
extern _Noreturn void kernel_entry(void);

_Noreturn void leave_identity(void);

// The kernel's variables are linked at 0xF0000000; here they are at 3 GiB.
#define AT_ALIAS(variable) \
    ((__typeof__(&(variable)))ALIAS_OF((uintptr_t) & (variable)))

#define READ_ONLY_END ((uintptr_t)read_only_end_physical)

struct mapping {
    physical_address first, end; // linear address: KERNEL_BASE + physical
    uint32_t flags;
};

static const struct mapping kernel_map[] = {
    { 0,                 HARDWARE_PHYSICAL, PAGE_WRITABLE }, // IDT to bitmap
    { HARDWARE_PHYSICAL, IMAGE_PHYSICAL,    PAGE_WRITABLE }, // VGA, ROMs
    { IMAGE_PHYSICAL,    READ_ONLY_END,     0 },             // code, constants
    { READ_ONLY_END,     LOW_MEMORY_END,    PAGE_WRITABLE }, // variables
};

static void apply(const struct mapping *mapping) {
    uint32_t *table = *AT_ALIAS(kernel_page_table);

    for (physical_address at = mapping->first; at < mapping->end;
         at += PAGE_SIZE)
        table[table_index(at)] = at | mapping->flags | PAGE_PRESENT;
}

static void build_kernel_directory(void) {
    uint32_t *directory = *AT_ALIAS(kernel_page_directory);

    for (size_t i = 0; i < sizeof kernel_map / sizeof *kernel_map; i++)
        apply(&kernel_map[i]);
    directory[directory_index(KERNEL_BASE)] =
        PHYSICAL_OF((uintptr_t)kernel_page_table) | PAGE_PRESENT |
        PAGE_WRITABLE;
    directory[directory_index(PAGE_TABLES_BASE)] =
        PHYSICAL_OF((uintptr_t)kernel_page_directory) | PAGE_PRESENT |
        PAGE_WRITABLE;
}

_Noreturn void leave_identity(void) {
    uint32_t *boot_directory = *AT_ALIAS(boot_page_directory);

    boot_directory[directory_index(0)] = 0;
    write_cr3(PHYSICAL_OF((uintptr_t)boot_page_directory));
    checkpoint_identity_removed();

    build_kernel_directory();
    boot_directory[directory_index(KERNEL_BASE)] =
        (*AT_ALIAS(kernel_page_directory))[directory_index(KERNEL_BASE)];
    kernel_entry();
}
