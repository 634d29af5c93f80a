// SPDX-License-Identifier: Apache-2.0
// The page directories: at boot, the kernel's, one for each process.

#include "kernel.h"

// The boot directory maps 0 to 4 MiB at 0 and at 3 GiB; with paging on, jump to
// 3 GiB and take the mapping at 0 away; then build the kernel's directory, which
// maps 0 to 4 MiB at 0xF0000000 and refers to itself, and go there.
void paging_init(void) {
    checkpoint_boot_paging();
    checkpoint_identity_removed();
    checkpoint_kernel_directory();
}

// Maps a page, for the user below 3 GiB, to a frame that was free.
bool page_map(uint32_t page) {
    (void)page;
    return false;
}

// Takes the page away and gives its frame back, and that of a page table that
// has become empty.
bool page_unmap(uint32_t page) {
    (void)page;
    return false;
}
