// SPDX-License-Identifier: Apache-2.0
// The doors between the subsystems, in boot order. What is not here is
// private to its file.

#ifndef KERNEL_H
#define KERNEL_H

#include "memlayout.h"
#include "x86.h"

#include <stdarg.h>

// boot/multiboot.c fills this before paging; boot/information.c holds it.
#define RANGES_MAX       192
#define COMMAND_LINE_MAX 1024

enum boot_status {
    BOOT_OK,
    BOOT_NOT_MULTIBOOT,
    BOOT_NO_MEMORY_MAP,
    BOOT_MEMORY_MAP_MALFORMED,
    BOOT_TOO_MANY_RANGES,
    BOOT_COMMAND_LINE_TOO_LONG,
};

// Physical bytes [start, end); 64 bits because a memory map may reach
// beyond 4 GiB.
struct memory_range {
    uint64_t start, end;
    bool usable;
};

struct boot_information {
    enum boot_status status;
    char command_line[COMMAND_LINE_MAX];
    uint32_t range_count; // the memory map; as taken, what the loader placed
    struct memory_range ranges[RANGES_MAX]; // and, later, PCI memory
};

extern struct boot_information boot_information;
void boot_information_check(void);

// boot/entry.S, cpu/descriptors.c
extern char kernel_stack_top[];
struct task_state_segment { // Intel SDM vol. 3, 8.2.1
    uint32_t previous_task;
    uint32_t esp0, ss0, unused[4];
    uint32_t cr3, eip, eflags;
    uint32_t eax, ecx, edx, ebx, esp, ebp, esi, edi;
    uint32_t es, cs, ss, ds, fs, gs, ldt;
    uint16_t trap, io_map_offset;
};

void descriptors_init(void);

// cpu/interrupts.c, cpu/vectors.S
struct interrupt_frame {
    uint32_t edi, esi, ebp, unused_esp, ebx, edx, ecx, eax;
    uint32_t vector, error;
    uint32_t eip, cs, eflags;
};

typedef void interrupt_handler(void);

void interrupts_init(void);
void interrupts_attach(uint32_t irq, interrupt_handler *handler);

// cpu/faults.c
_Noreturn void explain_exception(const struct interrupt_frame *frame);
_Noreturn void explain_double_fault(const struct task_state_segment *task);
_Noreturn void panic(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

// cpu/symbols.c
void print_place(linear_address address);

// memory/frames.c
void frames_init(void);
void frames_reserve(uint64_t start, uint64_t end);
uint32_t frames_usable(void);
uint32_t frames_free(void);
physical_address frame_alloc(void);
physical_address frame_alloc_contiguous(uint32_t count);
const char *frame_refusal(physical_address address);
void frame_free(physical_address address);

// memory/pci.c
void pci_reserve(void);

// memory/paging.c
struct page_walk {
    uint32_t directory_entry;
    uint32_t table_entry; // 0 if the directory entry names no page table
    bool mapped;
    physical_address physical;
};

struct page_walk page_walk(linear_address address);
const char *page_map(linear_address page, physical_address frame,
                     uint32_t flags);
physical_address page_unmap(linear_address page);
const char *page_alloc(linear_address page, uint32_t flags);
bool page_free(linear_address page);
const char *region_name(linear_address address);
void print_walk(linear_address address);
void print_mappings(void);

// memory/heap.c
struct heap_statistics {
    uint32_t used, used_bytes, free, frames;
};

void heap_init(void);
void *heap_alloc(uint32_t size, uint32_t alignment);
void heap_free(void *memory);
struct heap_statistics heap_statistics(void);

// memory/stress.c
const char *stress(uint32_t count, uint32_t seed, bool heap_only);

// console/
#define LINE_SIZE 80

void serial_init(void);
void serial_receive_init(void);
void serial_put(char character);
char serial_get(void);
void screen_init(void);
void screen_put(char character);
void screen_alarm(void);
void console_init(void);
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void print_list(const char *format, va_list arguments);
void commands_init(void);
const char *run_command(const char *line);
const char *option(const char *name);
void script_run(void);
void shell_start(void);
_Noreturn void shell_run(void);

// checkpoints.S
void checkpoint_boot_paging(void);
void checkpoint_identity_removed(void);
void checkpoint_kernel_directory(void);
void checkpoint_memory_map(void);
void checkpoint_pci_reserved(void);
void checkpoint_heap_ready(void);
void checkpoint_operation(void);
void checkpoint_idle(void);

#endif
