/* SPDX-License-Identifier: Apache-2.0 */
/* Maps PAGES pages of 4 KiB from address 0 on, onto 128 MiB of RAM again and again; then stops. */
#define DIRECTORY 0x700000
#define TABLES 0x800000
#define PRESENT_WRITABLE_USER 7

    .text
    .align 4
    .long 0x1BADB002                    /* Multiboot 1: magic, flags, checksum */
    .long 0
    .long -0x1BADB002

    .globl _start, checkpoint_idle
_start:
    cli
    xorl %ecx, %ecx
1:  movl %ecx, %eax
    andl $0x7FFF, %eax                  /* frames of 128 MiB */
    shll $12, %eax
    orl $PRESENT_WRITABLE_USER, %eax
    movl %eax, TABLES(, %ecx, 4)
    incl %ecx
    cmpl $PAGES, %ecx
    jb 1b

    xorl %ecx, %ecx
    movl $(TABLES + PRESENT_WRITABLE_USER), %eax
2:  movl %eax, DIRECTORY(, %ecx, 4)
    addl $4096, %eax
    incl %ecx
    cmpl $(PAGES / 1024), %ecx
    jb 2b

    movl $DIRECTORY, %eax
    movl %eax, %cr3
    movl %cr0, %eax
    orl $0x80000000, %eax
    movl %eax, %cr0
checkpoint_idle:
    hlt
    jmp checkpoint_idle
