/* SPDX-License-Identifier: Apache-2.0 */
/* Enters kernel() with a stack of 8 KiB, its lower page a guard, and a chain of frame pointers that
   ends. The stack is the lowest thing in .bss: what overflows it meets only code. */
    .section .multiboot, "a"
    .align 4
    .long 0x1BADB002                    /* Multiboot 1: magic, flags, checksum */
    .long 0
    .long -0x1BADB002

    .text
    .globl _start
_start:
    cli
    mov $stack_top, %esp
    xor %ebp, %ebp
    call kernel
1:  cli
    hlt
    jmp 1b

    .globl checkpoint_good, checkpoint_bad
    .weak checkpoint_good, checkpoint_bad
checkpoint_good:
    ret
checkpoint_bad:
    ret

    .globl handler
handler:
    cli
    hlt
    jmp handler

    .section .bss.stack, "aw", @nobits
    .globl stack_guard, stack_top
    .align 4096
stack_guard:
    .skip 8192
stack_top:
