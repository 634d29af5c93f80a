// SPDX-License-Identifier: Apache-2.0
// Empty functions. Call each when what its line says is true: the lab stops
// the machine there and looks at memory. README.md has the whole list. In a page
// of their own, because QEMU is slow in a page where it is to stop.

    .macro checkpoint name
    .globl \name
    .type \name, @function
\name:
    ret
    .size \name, . - \name
    .endm

    .section .checkpoints, "ax"
    checkpoint checkpoint_boot_paging      // paging on, mapped at 0 and 3 GiB
    checkpoint checkpoint_identity_removed // above 3 GiB, nothing mapped at 0
    checkpoint checkpoint_kernel_directory // kernel directory, alias gone
    checkpoint checkpoint_memory_map       // bitmap filled from the loader
    checkpoint checkpoint_pci_reserved     // PCI BARs out of the bitmap
    checkpoint checkpoint_heap_ready       // first heap allocation served
    checkpoint checkpoint_first_process    // in a second page directory
    checkpoint checkpoint_next_process     // the same, in each later one's
    checkpoint checkpoint_heap_used        // used at random, nothing given back
    checkpoint checkpoint_operation        // one operation of ops= is done
    checkpoint checkpoint_idle             // all of them are

    .section .note.GNU-stack, "", @progbits
