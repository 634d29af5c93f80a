/* SPDX-License-Identifier: Apache-2.0 */
    .text
    .align 4
    .long 0x1BADB002                    /* Multiboot 1: magic, flags, checksum */
    .long 0
    .long -0x1BADB002

    .globl _start
/* A kernel that has nothing to do: interrupts off, then hlt. Nothing can wake it. */
_start:
    cli
    hlt
    jmp _start
