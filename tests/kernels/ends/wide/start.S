/* SPDX-License-Identifier: Apache-2.0 */
/* Entered in protected mode by Multiboot 2; enters kernel() in long mode at -2 GiB. The stack is a page of its own,
   0x00400000 to 0x00400FFF; around it nothing is mapped. */
	.include "common.inc"
	.include "long-mode.inc"
	multiboot2_header
	enter_long_mode table_index=2
high:
	mov $0x00401000, %rsp
	xor %ebp, %ebp
	call kernel
stop:
	hlt
	jmp stop
