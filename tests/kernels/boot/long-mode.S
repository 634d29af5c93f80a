/* SPDX-License-Identifier: Apache-2.0 */
/* 64 bits: entered in protected mode by Multiboot 2, runs at -2 GiB in long mode. A page of 4 KiB maps 0x00200000 to
   0x00400000. */
	.include "common.inc"
	.include "long-mode.inc"
	multiboot2_header
	enter_long_mode table_index=1
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
