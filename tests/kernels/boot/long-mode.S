/* SPDX-License-Identifier: Apache-2.0 */
/* 64 bits: entered in protected mode by Multiboot 2, runs at -2 GiB in long mode. Pages of 2 MiB map the first 2 MiB
   where they are and at -2 GiB; a page of 4 KiB maps 0x00200000 to 0x00400000. */
	.include "common.inc"
	multiboot2_header

	.section .boot, "ax"
	.code32
	.globl _start
_start:
	cli
	movl $pointers + 3, top
	movl $pointers + 3, top + 511 * 8
	movl $directory + 3, pointers
	movl $directory + 3, pointers + 510 * 8
	movl $0x83, directory
	movl $table + 3, directory + 8
	movl $0x00400003, table
	mov %cr4, %eax
	or $0x20, %eax		/* PAE */
	mov %eax, %cr4
	mov $top, %eax
	mov %eax, %cr3
	mov $0xC0000080, %ecx	/* EFER.LME */
	rdmsr
	or $0x100, %eax
	wrmsr
	mov %cr0, %eax
	or $0x80000000, %eax
	mov %eax, %cr0
	lgdt gdt_pointer
	ljmp $8, $wide
	.code64
wide:
	mov $high, %rax
	jmp *%rax

gdt:
	.quad 0, 0x00AF9A000000FFFF
gdt_pointer:
	.word . - gdt - 1
	.long gdt

	.text
high:
	lea stack(%rip), %rsp
	mov $0x1122334455667788, %r15
	mov $0x3f8, %dx
	mov $'L', %al
	out %al, %dx
	call checkpoint_a
	call checkpoint_b
stop:
	hlt
	jmp stop
	checkpoints
	.skip 256
stack:

	.section .tables, "aw", @nobits
	.align 4096
top:
	.skip 4096
pointers:
	.skip 4096
directory:
	.skip 4096
table:
	.skip 4096
