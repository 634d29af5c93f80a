// SPDX-License-Identifier: Apache-2.0
// The processor's own words: control register and paging bits, ports, and
// the few instructions C cannot say. Bits are cited from the Intel SDM vol. 3.

#pragma once

// Control register 0 (2.5)
#define CR0_WP                 0x00010000 // read-only binds the kernel too
#define CR0_PG                 0x80000000 // paging

#define EFLAGS_INTERRUPTS      0x00000200 // IF (2.3)

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

// Segment selectors, as descriptors_init() lays out the GDT
#define KERNEL_CODE_SELECTOR   0x08
#define KERNEL_DATA_SELECTOR   0x10
#define USER_CODE_SELECTOR     0x18
#define USER_DATA_SELECTOR     0x20
#define TSS_SELECTOR           0x28
#define DOUBLE_FAULT_SELECTOR  0x30

#define VECTORS                49         // exceptions, IRQs, system call

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

// in8(), out8(), in32(), out32()
#define PORTS(bits)                                                      \
    static inline void out##bits(uint16_t port, uint##bits##_t value) {  \
        __asm__ volatile("out %0, %1" : : "a"(value), "Nd"(port));       \
    }                                                                    \
    static inline uint##bits##_t in##bits(uint16_t port) {               \
        uint##bits##_t value;                                            \
        __asm__ volatile("in %1, %0" : "=a"(value) : "Nd"(port));        \
        return value;                                                    \
    }
PORTS(8)
PORTS(32)

// read_cr0(), read_cr2(), read_cr3()
#define READ_CONTROL_REGISTER(name)                                \
    static inline uint32_t read_##name(void) {                     \
        uint32_t value;                                            \
        __asm__ volatile("movl %%" #name ", %0" : "=r"(value));    \
        return value;                                              \
    }
READ_CONTROL_REGISTER(cr0)
READ_CONTROL_REGISTER(cr2)
READ_CONTROL_REGISTER(cr3)

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
