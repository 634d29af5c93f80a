// SPDX-License-Identifier: Apache-2.0
// OWNS   the programs that run in ring 3: one page of code, in all of them
// NEEDS  to be copied to USER_CODE; calls the kernel by int $48, EAX = 0 to
//        end, EAX = 1 to print the character in EBX
// GIVES  where each begins, for programs[] in process.c

#include "memlayout.h"

    .section .rodata
    .globl user_code, user_code_end, user_hello, user_spin, user_crash
user_code:
user_hello:
    movl $USER_CODE + (greeting - user_code), %esi
1:  movl $1, %eax
    movzbl (%esi), %ebx
    int $48
    incl %esi
    cmpb $0, (%esi)
    jne 1b
    movl $0, %eax
    int $48

user_spin:
    jmp user_spin

user_crash:
    movl $0, KERNEL_BASE
    jmp user_crash

greeting:
    .asciz "  hello from ring 3\n"
user_code_end:

    .section .note.GNU-stack, "", @progbits
