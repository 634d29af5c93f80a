/* SPDX-License-Identifier: Apache-2.0 */
/* Writes just above its stack, where nothing is mapped, before it has an IDT. */
void kernel(void);

static __attribute__((noinline, noclone)) void write_above(volatile unsigned char *stack_top)
{
	*stack_top = 1;
}

void kernel(void)
{
	for (const char *text = "64 bits\r\n"; *text; text++)
		__asm__ volatile("outb %0, %1" : : "a"(*text), "Nd"((unsigned short)0x3F8));
	write_above((volatile unsigned char *)0x401000);
	__asm__ volatile("nop");
}
