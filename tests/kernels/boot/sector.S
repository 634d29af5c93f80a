/* SPDX-License-Identifier: Apache-2.0 */
/* A boot sector: into protected mode, then paging, with 4 MiB mapped where they are. */
	.include "common.inc"
	.text
	.code16
	.globl start
start:
	cli
	xor %ax, %ax
	mov %ax, %ds
	mov $2, %al
	out %al, $0x92		/* A20 */
	lgdt gdt_pointer
	mov %cr0, %eax
	or $1, %al
	mov %eax, %cr0
	ljmp $8, $protected
	.code32
protected:
	mov $16, %eax
	mov %eax, %ds
	mov %eax, %es
	mov %eax, %ss
	mov $0x7000, %esp
	print 'D'
	call checkpoint_a
	mov $0x2000, %edi	/* the directory */
	mov %edi, %cr3
	xor %eax, %eax
	mov $1024, %ecx
	rep stosl
	movl $0x83, 0x2000
	mov %cr4, %eax
	or $0x10, %eax
	mov %eax, %cr4
	mov %cr0, %eax
	or $0x80000000, %eax
	mov %eax, %cr0
	call checkpoint_b
stop:
	hlt
	jmp stop
	checkpoints

gdt:
	.quad 0, 0x00CF9A000000FFFF, 0x00CF92000000FFFF
gdt_pointer:
	.word . - gdt - 1
	.long gdt

	.org 510
	.word 0xAA55
