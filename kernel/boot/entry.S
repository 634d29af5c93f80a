// SPDX-License-Identifier: Apache-2.0
// OWNS   the Multiboot header, the entry point, the boot stack
// NEEDS  a Multiboot 1 loader: protected mode, flat segments, paging off
// GIVES  the climb from 1 MiB to 3 GiB to 0xF0000000, then kernel_main().
//        One stack serves all three, seen through each mapping in turn.

#include "memlayout.h"
#include "multiboot.h"
#include "x86.h"

#define STACK_SIZE 8192

    .section .low.header, "a"
    .balign 4
    .long MULTIBOOT_HEADER_MAGIC
    .long MULTIBOOT_HEADER_FLAGS
    .long -(MULTIBOOT_HEADER_MAGIC + MULTIBOOT_HEADER_FLAGS)

// Low: linked and loaded at 1 MiB.
    .section .low.text, "ax"
    .globl _start
    .type _start, @function
_start:
    cli
    cld
    movl $PHYSICAL_OF(kernel_stack_top), %esp
    pushl %ebx                      // physical address of what it tells us
    pushl %eax                      // the loader's magic
    call copy_boot_information
    call fill_boot_page_directory

    movl $PHYSICAL_OF(boot_page_directory), %eax
    movl %eax, %cr3
    movl %cr0, %eax
    orl $(CR0_PG | CR0_WP), %eax
    movl %eax, %cr0
    call checkpoint_boot_paging     // still at a low linear address

    movl $ALIAS_OF(kernel_stack_top), %esp
    movl $leave_identity, %eax      // absolute: a jump out of the low range
    jmp *%eax

// Last step: the boot directory already maps 0xF0000000, so the kernel's own
// directory, which never had the alias, can be loaded from up here.
    .section .text.start, "ax"
    .globl kernel_start
    .type kernel_start, @function
kernel_start:
    movl $kernel_stack_top, %esp
    movl $PHYSICAL_OF(kernel_page_directory), %eax
    movl %eax, %cr3
    xorl %ebp, %ebp                 // ends every backtrace
    call kernel_main

    .bss
    .balign 16
    .skip STACK_SIZE
    .globl kernel_stack_top
kernel_stack_top:

    .section .note.GNU-stack, "", @progbits
