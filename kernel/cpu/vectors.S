// SPDX-License-Identifier: Apache-2.0
// OWNS   the first and last instructions of every exception (0-31), IRQ
//        (32-47) and system call (48), and the change from stack to stack
// NEEDS  the IDT of interrupts.c to point here: 16 bytes a vector
// GIVES  a struct interrupt_frame on the stack for interrupt_dispatch()

#include "x86.h"

// Vectors 8, 10-14, 17, 21, 29 and 30 push an error code by themselves
// (Intel SDM vol. 3, table 6-1); the others get a 0, so frames look alike.
#define PUSHES_ERROR_CODE 0x60227D00

    .text
    .balign 16
    .globl vectors, interrupt_return, switch_stacks
vectors:
    .set number, 0
    .rept VECTORS
    .balign 16
    .if number > 31 || !((PUSHES_ERROR_CODE >> number) & 1)
    pushl $0
    .endif
    pushl $number
    jmp common
    .set number, number + 1
    .endr

common:
    pushal
    pushl %ds                       // user code may have loaded anything
    pushl %es
    movl $KERNEL_DATA_SELECTOR, %eax
    movl %eax, %ds
    movl %eax, %es
    cld
    pushl %esp                      // the frame, as an argument
    call interrupt_dispatch
    addl $4, %esp
interrupt_return:
    popl %es
    popl %ds
    popal
    addl $8, %esp                   // vector and error code
    iret

// void switch_stacks(uint32_t *save_to, uint32_t stack_pointer,
//                    physical_address directory)
// The two stacks may have the same linear address, so none is touched between
// the two loads.
switch_stacks:
    movl 4(%esp), %eax
    movl 8(%esp), %ecx
    movl 12(%esp), %edx
    pushl %ebp
    pushl %ebx
    pushl %esi
    pushl %edi
    movl %esp, (%eax)
    movl %edx, %cr3
    movl %ecx, %esp
    popl %edi
    popl %esi
    popl %ebx
    popl %ebp
    ret

    .section .note.GNU-stack, "", @progbits
