// SPDX-License-Identifier: Apache-2.0
// The Multiboot header, a stack, and the way to kernel_main().

    .section .header, "a"
    .balign 4
    .long 0x1BADB002
    .long 0x00000002                // with a memory map
    .long -(0x1BADB002 + 0x00000002)

    .text
    .globl _start
_start:
    cli
    movl $stack_top, %esp
    pushl %ebx                      // where the loader says what it knows
    call kernel_main
1:  hlt
    jmp 1b

// Empty: the lab stops the machine when it is called.
    .globl checkpoint_ready
    .type checkpoint_ready, @function
checkpoint_ready:
    ret
    .size checkpoint_ready, . - checkpoint_ready

    .bss
    .balign 16
    .skip 8192
stack_top:

    .section .note.GNU-stack, "", @progbits
