/* SPDX-License-Identifier: Apache-2.0 */
/* Only GRUB loads this: Multiboot 2. It maps 4 MiB where they are, by one large page. */
	.include "common.inc"
	multiboot2_header

	.text
	.globl _start
_start:
	cli
	mov $stack, %esp
	cmp $0x36D76289, %eax
	je good
	die
good:
	print '2'
	call checkpoint_a
	movl $0x83, directory
	mov %cr4, %eax
	or $0x10, %eax
	mov %eax, %cr4
	mov $directory, %eax
	mov %eax, %cr3
	mov %cr0, %eax
	or $0x80000000, %eax
	mov %eax, %cr0
	call checkpoint_b
stop:
	hlt
	jmp stop
	checkpoints

	.bss
	.align 4096
directory:
	.skip 4096
	.skip 4096
stack:
