// SPDX-License-Identifier: Apache-2.0
// OWNS   the boot page directory and the kernel page directory
// NEEDS  paging on under the boot page directory; runs at the alias, 3 GiB
// GIVES  the identity mapping gone, the kernel page directory, and the jump
//        to 0xF0000000

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

// Physical 0 to 4 MiB; code and constants are read-only, even for the kernel.
static void build_kernel_directory(void) {
    uint32_t *directory = *AT_ALIAS(kernel_page_directory);
    uint32_t *table = *AT_ALIAS(kernel_page_table);

    for (physical_address at = 0; at < LOW_MEMORY_END; at += PAGE_SIZE) {
        bool read_only = at >= IMAGE_PHYSICAL && at < READ_ONLY_END;
        table[table_index(at)] =
            at | PAGE_PRESENT | (read_only ? 0 : PAGE_WRITABLE);
    }
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
