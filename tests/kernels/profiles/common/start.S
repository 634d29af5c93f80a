/* SPDX-License-Identifier: Apache-2.0 */
/* Enters the kernel, at BASE if there is one, with 8 MiB mapped there by 4 MiB pages; then stops. */
    .section .multiboot, "a"
    .align 4
    .long 0x1BADB002                    /* Multiboot 1: magic, flags, checksum */
    .long 0
    .long -0x1BADB002

    .section .boot, "ax"
    .globl _start
_start:
    cli
#if BASE
    movl $(boot_directory - BASE), %eax
    movl $0x00000083, (%eax)            /* where this runs, until it runs above */
    movl $0x00000083, (BASE >> 22) * 4(%eax)
    movl $0x00400083, (BASE >> 22) * 4 + 4(%eax)
    movl %cr4, %ebx
    orl $0x10, %ebx                     /* PSE */
    movl %ebx, %cr4
    orl $0x8, %eax                      /* PWT, no part of the address */
    movl %eax, %cr3
    movl %cr0, %eax
    orl $0x80000000, %eax
    movl %eax, %cr0
    movl $above, %eax
    jmp *%eax

    .text
above:
    movl $0, boot_directory
    movl %cr3, %eax
    movl %eax, %cr3
#endif
    movl $stack, %esp
    call kernel
    call checkpoint_ready
    call later
    call checkpoint_later
stop:
    hlt
    jmp stop

    .text
    .globl checkpoint_ready, checkpoint_later
checkpoint_ready:
    ret
checkpoint_later:
    ret

    .weak later
later:
    ret

    .bss
    .globl boot_directory
    .align 4096
boot_directory:
    .skip 4096
    .skip 4096
stack:
