// SPDX-License-Identifier: Apache-2.0
// The doors between the subsystems, in boot order. What is not here is
// private to its file.

#pragma once

#include "memlayout.h"
#include "x86.h"

#include <stdarg.h>

// boot/multiboot.c fills this before paging; boot/information.c holds it.
#define RANGES_MAX       192
#define COMMAND_LINE_MAX 1024

// Physical bytes [start, end); 64 bits because a memory map may reach
// beyond 4 GiB.
struct memory_range {
    uint64_t start, end;
    bool usable;
};

struct boot_information {
    const char *refusal; // physical; NULL if the kernel can work with it
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
void use_kernel_stack(linear_address stack, physical_address directory);

// cpu/interrupts.c, cpu/vectors.S
struct interrupt_frame {
    uint32_t es, ds;
    uint32_t edi, esi, ebp, unused_esp, ebx, edx, ecx, eax;
    uint32_t vector, error;
    uint32_t eip, cs, eflags;
    uint32_t esp, stack_segment; // only from ring 3
};

#define TIMER_IRQ 0

typedef void interrupt_handler(void);

void interrupts_init(void), interrupt_return(void), timer_run(bool run);
void interrupts_attach(uint32_t irq, interrupt_handler *handler);
void switch_stacks(uint32_t *save_to, uint32_t stack_pointer,
                   physical_address directory);

// cpu/faults.c
void explain(const struct interrupt_frame *frame);
_Noreturn void explain_exception(const struct interrupt_frame *frame);
_Noreturn void explain_double_fault(const struct task_state_segment *task);
_Noreturn void machine_end(uint8_t failed);
_Noreturn void panic(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

// cpu/symbols.c
void print_place(linear_address address);

// memory/frames.c
struct frame_counts {
    uint32_t usable, free; // above 4 MiB
};

extern struct frame_counts frame_counts;
void frames_init(void), frames_reserve(uint64_t start, uint64_t end);
physical_address frame_alloc(void), frame_alloc_contiguous(uint32_t count);
void frame_free(physical_address address);

// memory/pci.c
void pci_reserve_bus(uint32_t bus);

// memory/paging.c
uint32_t page_entry(linear_address address);
const char *page_missing(linear_address address);
const char *page_map(linear_address page, physical_address frame,
                     uint32_t flags);
physical_address page_unmap(linear_address page);
const char *page_alloc(linear_address page);
bool page_free(linear_address page);
const char *region_name(linear_address address);
void print_walk(linear_address address), print_mappings(void);

// memory/heap.c
void heap_init(void), heap_print(void);
void *heap_alloc(uint32_t size, uint32_t alignment);
void heap_free(void *memory);

// memory/stress.c
const char *stress(uint32_t count, uint32_t seed, bool heap_only);

// process/
struct process {
    struct process *next;
    uint32_t id, threads;
    const char *program;
    uint32_t *directory; // where the kernel can write it
    physical_address frame;
};

void processes_init(void), processes_print(void);
void directory_set(uint32_t index, uint32_t entry);
const char *process_spawn(const char *program), *process_kill(uint32_t id);
void process_free(struct process *process);
void threads_init(struct process *kernel);
void enter_kernel_directory(void);
const char *thread_start(struct process *process, linear_address entry,
                         bool user);
void thread_yield(void);
_Noreturn void thread_exit(void);
_Noreturn void thread_fault(const struct interrupt_frame *frame);
bool threads_run(void);

// console/
#define LINE_SIZE 80

void serial_init(void), screen_init(void);
void serial_put(char character), screen_put(char character);
void serial_receive_init(void), keyboard_init(void), screen_alarm(void);
void input_put(char character);
char input_get(void);
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void print_list(const char *format, va_list arguments);
bool is_word(const char *text, const char *word);
const char *run_command(const char *line);
const char *option(const char *name);
void script_run(void), shell_start(void);
_Noreturn void shell_run(void);

// checkpoints.S
typedef void checkpoint(void);
checkpoint checkpoint_boot_paging, checkpoint_identity_removed,
    checkpoint_kernel_directory, checkpoint_memory_map, checkpoint_pci_reserved,
    checkpoint_heap_ready, checkpoint_first_process, checkpoint_next_process,
    checkpoint_heap_used, checkpoint_operation, checkpoint_idle;
