// SPDX-License-Identifier: Apache-2.0
// The processor's own words: control register and paging bits, ports, and
// the few instructions C cannot say. Bits are cited from the Intel SDM vol. 3.

#ifndef X86_H
#define X86_H

// Control register 0 (2.5)
#define CR0_WP                 0x00010000 // read-only binds the kernel too
#define CR0_PG                 0x80000000 // paging

// Page directory and page table entries, 32-bit paging (tables 4-4 to 4-6)
#define PAGE_PRESENT           0x001
#define PAGE_WRITABLE          0x002
#define PAGE_USER              0x004
#define PAGE_ADDRESS           0xFFFFF000 // the frame an entry names
#define PAGE_SIZE              4096
#define PAGE_TABLE_ENTRIES     1024

// Page-fault error code (4.7)
#define FAULT_PROTECTION       0x01       // clear: something was not present
#define FAULT_WRITE            0x02
#define FAULT_USER             0x04
#define FAULT_RESERVED_BIT     0x08

// Segment selectors, as descriptors_init() lays out the GDT
#define KERNEL_CODE_SELECTOR   0x08
#define KERNEL_DATA_SELECTOR   0x10
#define USER_CODE_SELECTOR     0x18
#define USER_DATA_SELECTOR     0x20
#define TSS_SELECTOR           0x28
#define DOUBLE_FAULT_SELECTOR  0x30

#ifndef __ASSEMBLER__

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t physical_address;
typedef uint32_t linear_address;

// A linear address splits 10 / 10 / 12 bits:
//   page directory index | page table index | offset in the page
static inline uint32_t directory_index(linear_address address) {
    return address >> 22;
}

static inline uint32_t table_index(linear_address address) {
    return address >> 12 & 1023;
}

static inline void out8(uint16_t port, uint8_t value) {
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t in8(uint16_t port) {
    uint8_t value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline void out32(uint16_t port, uint32_t value) {
    __asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint32_t in32(uint16_t port) {
    uint32_t value;
    __asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline uint32_t read_cr0(void) {
    uint32_t value;
    __asm__ volatile("movl %%cr0, %0" : "=r"(value));
    return value;
}

static inline linear_address read_cr2(void) {
    linear_address value;
    __asm__ volatile("movl %%cr2, %0" : "=r"(value));
    return value;
}

static inline physical_address read_cr3(void) {
    physical_address value;
    __asm__ volatile("movl %%cr3, %0" : "=r"(value));
    return value;
}

// Its low half; under QEMU's -icount shift=0 a tick is an instruction.
static inline uint32_t read_time_stamp(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return low;
}

// Loading CR3 also empties the TLB (4.10.4.1; no page here is global).
static inline void write_cr3(physical_address directory) {
    __asm__ volatile("movl %0, %%cr3" : : "r"(directory) : "memory");
}

// Forgets one page of the TLB, and what led there (4.10.4.1).
static inline void invalidate_page(linear_address page) {
    __asm__ volatile("invlpg (%0)" : : "r"(page) : "memory");
}

static inline void interrupts_off(void) {
    __asm__ volatile("cli" : : : "memory");
}

// sti takes effect after the instruction behind it, so no interrupt can slip
// in between and leave the processor asleep with work to do.
static inline void wait_for_interrupt(void) {
    __asm__ volatile("sti; hlt; cli" : : : "memory");
}

static inline _Noreturn void halt(void) {
    for (;;)
        __asm__ volatile("cli; hlt");
}

#endif
#endif
