// SPDX-License-Identifier: Apache-2.0
// OWNS   the GDT at physical 0x1800 and the TSS at physical 0x2000
// NEEDS  the linear map at 0xF0000000
// GIVES  flat segments for kernel and user, the stack that an interrupt from
//        user mode starts on, and a task of its own for the double fault

#include "kernel.h"

_Static_assert(sizeof(struct task_state_segment) == 104, "SDM: 104 bytes");

// Access bytes and flags of a descriptor (3.4.5)
#define ACCESS_TSS 0x89
#define FLAGS_FLAT 0xC // limit in pages, 32-bit

// Kernel code and data, user code and data: selectors 8, 0x10, 0x18, 0x20
static const uint8_t flat_segments[] = { 0x9A, 0x92, 0xFA, 0xF2 };

static uint64_t *const gdt = (uint64_t *)(KERNEL_BASE + GDT_PHYSICAL);
static struct task_state_segment *const tss =
    (struct task_state_segment *)(KERNEL_BASE + TSS_PHYSICAL);

// Entered by the processor itself when the stack is no good (6.15, #DF).
static uint8_t double_fault_stack[2048];
static struct task_state_segment double_fault_task;

static _Noreturn void double_fault(void) {
    explain_double_fault(tss); // where the processor left all registers
}

static uint64_t descriptor(uint32_t base, uint32_t limit, uint8_t access,
                           uint8_t flags) {
    uint32_t low = base << 16 | (limit & 0xFFFF);
    uint32_t high = (base & 0xFF000000) | (uint32_t)flags << 20 |
                    (limit & 0xF0000) | (uint32_t)access << 8 |
                    (base >> 16 & 0xFF);
    return (uint64_t)high << 32 | low;
}

static void load(uint16_t limit) {
    struct {
        uint16_t limit;
        linear_address base;
    } __attribute__((packed)) pointer = { limit, (uintptr_t)gdt };

    __asm__ volatile("lgdt %0\n\t"
                     "ljmp %1, $1f\n"
                     "1:\n\t"
                     "movw %w2, %%ds\n\t"
                     "movw %w2, %%es\n\t"
                     "movw %w2, %%ss\n\t"
                     "ltr %w3"
                     :
                     : "m"(pointer), "i"(KERNEL_CODE_SELECTOR),
                       "r"(KERNEL_DATA_SELECTOR), "r"(TSS_SELECTOR)
                     : "memory");
}

void descriptors_init(void) {
    // The first one serves for changes from ring 3 only: SS0, ESP0.
    *tss = double_fault_task = (struct task_state_segment){
        .ss0 = KERNEL_DATA_SELECTOR,
        .cr3 = read_cr3(),
        .eip = (uintptr_t)double_fault,
        .eflags = 2, // the bit that is always set
        .esp = (uintptr_t)(double_fault_stack + sizeof double_fault_stack),
        .es = KERNEL_DATA_SELECTOR, .cs = KERNEL_CODE_SELECTOR,
        .ss = KERNEL_DATA_SELECTOR, .ds = KERNEL_DATA_SELECTOR,
        .io_map_offset = sizeof *tss, // beyond the limit: no port for users
    };
    gdt[0] = 0;
    for (uint32_t i = 0; i < sizeof flat_segments; i++)
        gdt[i + 1] = descriptor(0, 0xFFFFF, flat_segments[i], FLAGS_FLAT);
    gdt[TSS_SELECTOR / 8] =
        descriptor((uintptr_t)tss, sizeof *tss - 1, ACCESS_TSS, 0);
    gdt[DOUBLE_FAULT_SELECTOR / 8] =
        descriptor((uintptr_t)&double_fault_task, sizeof double_fault_task - 1,
                   ACCESS_TSS, 0);
    load(DOUBLE_FAULT_SELECTOR + 7);
}

// From ring 3 the processor comes to this stack; a double fault in this
// directory.
void use_kernel_stack(linear_address stack, physical_address directory) {
    tss->esp0 = stack;
    double_fault_task.cr3 = directory;
}
