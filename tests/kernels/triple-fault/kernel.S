/* SPDX-License-Identifier: Apache-2.0 */
    .text
    .align 4
    .long 0x1BADB002                    /* Multiboot 1: magic, flags, checksum */
    .long 0
    .long -0x1BADB002

    .globl _start
/* A kernel whose first exception finds no IDT: the processor gives up (Intel SDM vol. 3, 6.15). */
_start:
    lidt no_idt
    ud2

no_idt:
    .word 0
    .long 0
