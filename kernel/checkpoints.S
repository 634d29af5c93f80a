// SPDX-License-Identifier: Apache-2.0
// OWNS   the checkpoints: empty functions whose addresses an observer can
//        stop at. In assembly, so that no compiler merges or inlines them; in
//        pages of their own, since QEMU takes the instructions of a page that
//        has a breakpoint one by one
// NEEDS  to be called when, and only when, what each line says is true
// GIVES  one global symbol each, in the order of a boot

    .macro checkpoint name
    .globl \name
    .type \name, @function
\name:
    ret
    .size \name, . - \name
    .endm

    .section .low.checkpoints, "ax"
    checkpoint checkpoint_boot_paging      // paging on, mapped at 0 and 3 GiB

    .section .alias.checkpoints, "ax"
    checkpoint checkpoint_identity_removed // above 3 GiB, nothing mapped at 0

    .section .checkpoints, "ax"
    checkpoint checkpoint_kernel_directory // kernel directory, alias gone
    checkpoint checkpoint_memory_map       // bitmap filled from the loader
    checkpoint checkpoint_pci_reserved     // PCI BARs out of the bitmap
    checkpoint checkpoint_heap_ready       // first heap allocation served
    checkpoint checkpoint_first_process    // in a second page directory
    checkpoint checkpoint_next_process     // the same, in each later one's
    checkpoint checkpoint_heap_used        // used at random, nothing given back
    checkpoint checkpoint_operation        // each time one of ops= is done
    checkpoint checkpoint_idle             // boot finished, prompt is up

    .section .note.GNU-stack, "", @progbits
