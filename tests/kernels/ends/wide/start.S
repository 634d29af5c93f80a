/* SPDX-License-Identifier: Apache-2.0 */
/* Entered in protected mode by Multiboot 2; enters kernel() in long mode at -2 GiB. A page of 2 MiB maps what is loaded
   where it is and at -2 GiB. The stack is a page of its own, 0x00400000 to 0x00400FFF; around it nothing is mapped. */
	.section .multiboot, "a"
	.align 8
header:
	.long 0xE85250D6, 0, header_end - header, -(0xE85250D6 + header_end - header)
	.word 0, 0
	.long 8
header_end:

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
	movl $table + 3, directory + 2 * 8
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
	mov $0x00401000, %rsp
	xor %ebp, %ebp
	call kernel
stop:
	hlt
	jmp stop

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
