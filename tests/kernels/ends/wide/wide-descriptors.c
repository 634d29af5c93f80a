/* SPDX-License-Identifier: Apache-2.0 */
/* GDT, IDT and TSS of 64 bits as they should be, and then not; at last user code runs, and no stack can be found. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

struct table_register {
	u16 limit;
	u64 base;
} __attribute__((packed));

static struct {
	u32 unused;
	u64 rsp[3], unused_too, ist[7], unused_as_well;
	u16 unused_at_last, io_map;
} __attribute__((packed)) tss;
static volatile u64 gdt[7], idt[256][2];
static u8 kernel_stack[4096], fault_stack[4096];

void kernel(void);
void handler(void);
void checkpoint_good(void);
void checkpoint_bad(void);

void handler(void)
{
	__asm__ volatile("hlt");
}

__attribute__((noinline)) void checkpoint_good(void)
{
	__asm__ volatile("");
}

__attribute__((noinline)) void checkpoint_bad(void)
{
	__asm__ volatile("");
}

/* Intel SDM vol. 3, figure 6-8. */
static void gate(int vector, u64 where, u16 selector, u16 attributes)
{
	idt[vector][0] = (where & 0xFFFF) | (u64)selector << 16 | (u64)attributes << 32 | (where >> 16 & 0xFFFF) << 48;
	idt[vector][1] = where >> 32;
}

static void load_tables(void)
{
	u64 base = (u64)&tss;
	gdt[1] = 0x00AF9A000000FFFF;
	gdt[2] = 0x00CF92000000FFFF;
	gdt[3] = 0x00AFFA000000FFFF;
	gdt[4] = 0x00CFF2000000FFFF;
	gdt[5] = (sizeof tss - 1) | (base & 0xFFFFFF) << 16 | 0x89ul << 40 | (base >> 24 & 0xFF) << 56;
	gdt[6] = base >> 32;
	struct table_register it = { sizeof gdt - 1, (u64)gdt };
	__asm__ volatile("lgdt %0\n mov %w1, %%ss\n mov %w1, %%ds\n ltr %w2" : : "m"(it), "r"(16), "r"(0x28) : "memory");
	it = (struct table_register){ sizeof idt - 1, (u64)idt };
	__asm__ volatile("lidt %0" : : "m"(it));
}

/* The first three tables on the way to where the kernel runs, which is all in one page of 2 MiB. */
static void let_user_code_in(void)
{
	u64 *table;
	__asm__ volatile("mov %%cr3, %0" : "=r"(table));
	for (int level = 0, index[] = { 511, 510, 0 }; level < 3; level++) {
		table[index[level]] |= 4;
		table = (u64 *)(table[index[level]] & ~0xFFFul);
	}
	__asm__ volatile("mov %%cr3, %%rax\n mov %%rax, %%cr3" : : : "rax", "memory");
}

void kernel(void)
{
	tss.rsp[0] = (u64)(kernel_stack + sizeof kernel_stack);
	tss.ist[0] = (u64)(fault_stack + sizeof fault_stack);
	tss.io_map = sizeof tss;
	for (int vector = 0; vector < 48; vector++)
		gate(vector, (u64)handler, 8, vector == 8 ? 0x8E01 : 0x8E00);
	gate(0x80, (u64)handler, 8, 0xEE00);
	load_tables();
	checkpoint_good();
	gate(4, (u32)(u64)handler, 8, 0x8E00);
	gate(5, (u64)handler, 8, 0x8500);
	gate(6, (u64)handler, 8, 0x8E03);
	gate(7, 0x800000000000, 8, 0x8E00);
	gate(9, (u64)handler, 0x30, 0x8E00);
	tss.ist[1] = 0xDEAD000000000000;
	gdt[2] = 0;
	checkpoint_bad();
	let_user_code_in();
	tss.rsp[0] = tss.ist[0] = 0x00500000;
	__asm__ volatile("push $0x23\n push $0\n push $2\n push $0x1B\n push $1f\n iretq\n 1: int3");
}
