/* SPDX-License-Identifier: Apache-2.0 */
/* Multiboot 1, with one module; dies without. Prints its command line, the module's and the module. */
	.include "common.inc"
	.section .multiboot, "a"
	.align 4
	.long 0x1BADB002, 0, -0x1BADB002

	.text
	.globl _start
_start:
	cli
	mov $stack, %esp
	cmpl $1, 20(%ebx)	/* Multiboot information: how many modules */
	je good
	die
good:
	mov 16(%ebx), %esi	/* the command line */
	print_string
	print '|'
	mov 24(%ebx), %edi	/* the modules: start, end, string */
	mov 8(%edi), %esi
	print_string
	print '|'
	mov (%edi), %esi
	mov 4(%edi), %ecx
	sub %esi, %ecx
	mov $0x3f8, %dx
	rep outsb
	call checkpoint_a
	call checkpoint_b
stop:
	hlt
	jmp stop
	checkpoints

	.bss
	.skip 4096
stack:
