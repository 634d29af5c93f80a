// SPDX-License-Identifier: Apache-2.0
// OWNS   threads and their kernel stacks, 4 KiB each from 0xFF800000, 1,024 a
//        process; the boot thread has the boot stack and lives forever
// NEEDS  the timer, which takes the processor from user code
// GIVES  threads in a ring, one after the other. The kernel itself is never
//        interrupted, it gives the processor away by thread_yield().

#include "kernel.h"

#define CANARY 0x57AC4E0D // at the end of each stack, its lowest address

struct thread {
    struct thread *next;
    struct process *process;
    linear_address stack;
    uint32_t stack_pointer; // while another one runs
    bool ended;
};

// What a new stack holds: for switch_stacks() to pop, then for `iret`.
struct first_frame {
    uint32_t saved[4];
    void (*resume)(void);
    struct interrupt_frame interrupt;
};

static struct thread *running, *boot;

void enter_kernel_directory(void) {
    write_cr3(boot->process->frame);
}

void threads_init(struct process *kernel) {
    running = boot = heap_alloc(sizeof *boot, 16);
    *boot = (struct thread){ .next = boot, .process = kernel };
    kernel->threads = 1;
    interrupts_attach(TIMER_IRQ, thread_yield);
}

static struct first_frame first_frame(linear_address entry, bool user) {
    uint32_t data = user ? USER_DATA_SELECTOR + 3 : KERNEL_DATA_SELECTOR;

    return (struct first_frame){ .resume = interrupt_return, .interrupt = {
        .eip = entry, .ds = data, .es = data, .stack_segment = data,
        .cs = user ? USER_CODE_SELECTOR + 3 : KERNEL_CODE_SELECTOR,
        .eflags = user ? EFLAGS_INTERRUPTS : 0,
        // A kernel thread finds it on its stack, where its function returns.
        .esp = user ? USER_STACK + PAGE_SIZE : (uintptr_t)thread_exit,
    } };
}

// In the process's directory, on the boot stack. NULL, or why not.
const char *thread_start(struct process *process, linear_address entry,
                         bool user) {
    struct thread *thread = heap_alloc(sizeof *thread, 16);
    linear_address stack = KERNEL_STACKS_BASE;

    while (page_entry(stack) != 0 && stack < PAGE_TABLES_BASE)
        stack += PAGE_SIZE;
    if (thread == NULL || page_alloc(stack) != NULL) {
        if (thread != NULL)
            heap_free(thread);
        return "no memory for a thread";
    }
    struct first_frame *top = (struct first_frame *)(stack + PAGE_SIZE) - 1;
    *(uint32_t *)stack = CANARY;
    *top = first_frame(entry, user);
    *thread = (struct thread){ boot->next, process, stack, (uintptr_t)top,
                               false };
    boot->next = thread;
    process->threads++;
    timer_run(true);
    return NULL;
}

void thread_yield(void) {
    struct thread *from = running;

    if (from != boot && *(uint32_t *)from->stack != CANARY)
        panic("threads: the kernel stack at 0x%08X has overflowed",
              from->stack);
    do
        running = running->next;
    while (running->ended);
    if (running == from)
        return;
    use_kernel_stack(running->stack + PAGE_SIZE, running->process->frame);
    switch_stacks(&from->stack_pointer, running->stack_pointer,
                  running->process->frame);
}

_Noreturn void thread_exit(void) {
    running->ended = true;
    thread_yield();
    halt(); // never comes back
}

_Noreturn void thread_fault(const struct interrupt_frame *frame) {
    print("  process %u ended:", running->process->id);
    explain(frame);
    thread_exit();
}

// NULL, or why not. The boot thread, who asks, is spared.
const char *process_kill(uint32_t id) {
    const char *refusal = "no such process";

    for (struct thread *at = boot->next; at != boot; at = at->next)
        if (at->process->id == id) {
            at->ended = true;
            refusal = NULL;
        }
    threads_run();
    return refusal;
}

// On the boot stack: nobody can free the stack he is on.
static void reap(struct thread *thread) {
    write_cr3(thread->process->frame);
    page_free(thread->stack);
    if (--thread->process->threads == 0)
        process_free(thread->process);
    enter_kernel_directory();
    heap_free(thread);
}

// The boot thread lets the others have a turn and clears up behind those that
// have ended. False when it is alone.
bool threads_run(void) {
    thread_yield();
    for (struct thread *at = boot; at->next != boot;) {
        struct thread *next = at->next;
        if (!next->ended) {
            at = next;
            continue;
        }
        at->next = next->next;
        reap(next);
    }
    timer_run(boot->next != boot);
    return boot->next != boot;
}
