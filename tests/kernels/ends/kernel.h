/* SPDX-License-Identifier: Apache-2.0 */
/* What every kernel here needs to die in its own way. */
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define PAGE 4096
#define NEVER_INLINED __attribute__((noinline, noclone))

struct table_register {
	u16 limit;
	u32 base;
} __attribute__((packed));

extern u8 stack_guard[], stack_top[];
void checkpoint_good(void);
void checkpoint_bad(void);
void handler(void);

static inline void outb(u16 port, u8 value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline void print(const char *text)
{
	while (*text)
		outb(0x3F8, (u8)*text++);
}

static inline void load_gdt(const void *table, u16 limit)
{
	struct table_register it = { limit, (u32)table };
	__asm__ volatile("lgdt %0" : : "m"(it));
}

static inline void load_idt(const void *table, u16 limit)
{
	struct table_register it = { limit, (u32)table };
	__asm__ volatile("lidt %0" : : "m"(it));
}

/* Intel SDM vol. 3, figure 3-8. */
static inline u64 segment(u32 base, u32 limit, u8 access, u8 flags)
{
	return (limit & 0xFFFF) | (u64)(base & 0xFFFFFF) << 16 | (u64)access << 40 |
	       (u64)(limit >> 16 & 0xF) << 48 | (u64)flags << 52 | (u64)(base >> 24) << 56;
}

/* Intel SDM vol. 3, figure 6-2: an interrupt gate. */
static inline u64 gate(u32 where, u16 selector)
{
	return (where & 0xFFFF) | (u64)selector << 16 | 0x8E00ull << 32 |
	       (u64)(where >> 16) << 48;
}

static inline void switch_paging_on(const u32 *directory)
{
	__asm__ volatile("mov %%cr4, %%eax\n or $0x10, %%eax\n mov %%eax, %%cr4\n"
			 "mov %0, %%cr3\n"
			 "mov %%cr0, %%eax\n or $0x80010000, %%eax\n mov %%eax, %%cr0"
			 : : "r"(directory) : "eax", "memory");
}

/* Flat code and data, as everybody has them, and the jump that makes them count. */
static inline void flat_segments(u64 *gdt, u16 limit)
{
	gdt[1] = segment(0, 0xFFFFF, 0x9A, 0xC);
	gdt[2] = segment(0, 0xFFFFF, 0x92, 0xC);
	load_gdt(gdt, limit);
	__asm__ volatile("ljmp $8, $1f\n1: mov %0, %%ds\n mov %0, %%es\n mov %0, %%ss"
			 : : "r"(16) : "memory");
}

void kernel(void);
