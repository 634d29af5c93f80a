// SPDX-License-Identifier: Apache-2.0
// OWNS   explain(), and the end: panic() and what an exception ends in
// NEEDS  the console; for page faults the self-reference of the directory
// GIVES  what happened, where and why, in words; unless it was user code that
//        did it, a halted processor

#include "kernel.h"

#define PAGE_FAULT 14
#define DEBUG_EXIT 0x501 // where QEMU puts isa-debug-exit

static const char *const exception_names[32] = {
    "division by zero", "debug", "non-maskable interrupt", "breakpoint",
    "overflow", "bound range exceeded", "invalid opcode",
    "coprocessor not available", "double fault", "coprocessor overrun",
    "invalid TSS", "segment not present", "stack-segment fault",
    "general protection fault", "page fault", "reserved",
    "floating-point error", "alignment check", "machine check",
    "SIMD floating-point error",
};

// With the device isa-debug-exit QEMU ends here, with status 1 if all is well
// and 3 if something failed; without it the machine stays as it is.
_Noreturn void machine_end(uint8_t failed) {
    print("halted\n");
    out8(DEBUG_EXIT, failed);
    halt();
}

_Noreturn void panic(const char *format, ...) {
    va_list arguments;

    screen_alarm();
    print("PANIC: ");
    va_start(arguments, format);
    print_list(format, arguments);
    va_end(arguments);
    print("\n");
    machine_end(1);
}

static const char *page_fault_reason(uint32_t error, linear_address address) {
    if (!(error & FAULT_PROTECTION))
        return page_missing(address);
    return error & FAULT_USER
               ? "the page is there, but user code may not do this to it"
               : "the page is there, but read-only";
}

static void explain_page_fault(uint32_t error, linear_address address) {
    print("  access:  %s tried to %s linear address 0x%08X\n",
          error & FAULT_USER ? "user code" : "the kernel",
          error & FAULT_WRITE ? "write to" : "read from", address);
    print("  region:  %s\n", region_name(address));
    print("  because: %s\n", page_fault_reason(error, address));
    print_walk(address);
}

static void print_registers(const struct interrupt_frame *frame) {
    print("  eip %08X  eflags %08X  cs  %08X  error %08X\n", frame->eip,
          frame->eflags, frame->cs, frame->error);
    print("  eax %08X  ebx    %08X  ecx %08X  edx   %08X\n", frame->eax,
          frame->ebx, frame->ecx, frame->edx);
    print("  esi %08X  edi    %08X  ebp %08X  esp   %08X\n", frame->esi,
          frame->edi, frame->ebp, (uintptr_t)&frame->esp);
    print("  cr0 %08X  cr2    %08X  cr3 %08X\n", read_cr0(), read_cr2(),
          read_cr3());
}

void explain(const struct interrupt_frame *frame) {
    const char *name = exception_names[frame->vector];

    print(" %s (exception %u)\n  at:      ", name == NULL ? "reserved" : name,
          frame->vector);
    print_place(frame->eip);
    print("\n");
    if (frame->vector == PAGE_FAULT)
        explain_page_fault(frame->error, read_cr2());
}

_Noreturn void explain_exception(const struct interrupt_frame *frame) {
    screen_alarm();
    print("\nPANIC:");
    explain(frame);
    print_registers(frame);
    machine_end(1);
}

_Noreturn void explain_double_fault(const struct task_state_segment *task) {
    screen_alarm();
    print("\nPANIC: double fault (exception 8)\n  at:      ");
    print_place(task->eip);
    print("\n  because: no exception can be delivered on the stack at 0x%08X\n"
          "  region:  %s\n", task->esp, region_name(task->esp));
    print_walk(task->esp - 1);
    machine_end(1);
}
