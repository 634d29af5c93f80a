// SPDX-License-Identifier: Apache-2.0
// OWNS   the first instructions of every exception (0-31) and IRQ (32-47)
// NEEDS  the IDT of interrupts.c to point here
// GIVES  a struct interrupt_frame on the stack and a call of
//        interrupt_dispatch(); vector_entries[] for the IDT

#define VECTORS 48

// Vectors 8, 10-14, 17, 21, 29 and 30 push an error code by themselves
// (Intel SDM vol. 3, table 6-1); the others get a 0, so frames look alike.
#define PUSHES_ERROR_CODE 0x60227D00

    .text
    .altmacro
    .macro vector number
.Lvector_\number:
    .if \number > 31 || !((PUSHES_ERROR_CODE >> \number) & 1)
    pushl $0
    .endif
    pushl $\number
    jmp common
    .endm

    .set number, 0
    .rept VECTORS
    vector %number
    .set number, number + 1
    .endr

common:
    pushal
    cld
    pushl %esp                      // the frame, as an argument
    call interrupt_dispatch
    addl $4, %esp
    popal
    addl $8, %esp                   // vector and error code
    iret

    .macro vector_entry number
    .long .Lvector_\number
    .endm

    .section .rodata
    .balign 4
    .globl vector_entries
vector_entries:
    .set number, 0
    .rept VECTORS
    vector_entry %number
    .set number, number + 1
    .endr

    .section .note.GNU-stack, "", @progbits
