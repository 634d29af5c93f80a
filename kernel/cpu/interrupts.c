// SPDX-License-Identifier: Apache-2.0
// OWNS   the IDT at physical 0x1000, both PICs (ports 0x20, 0xA0), the PIT
// NEEDS  the GDT
// GIVES  exceptions explained, IRQs 0-15 on vectors 32-47, all masked until
//        a driver attaches itself, system calls on vector 48, the timer

#include "kernel.h"

#define IRQ_VECTOR     32
#define IRQS           16
#define SYSTEM_CALL    48
#define RING           3 // the bits of CS that say from where

#define PIC1           0x20 // command port
#define PIC2           0xA0
#define PIC_DATA       1    // from there to the data port
#define PIC_INITIALISE 0x11
#define PIC_8086_MODE  0x01
#define PIC_END        0x20
#define PIC_CASCADE    2

#define PIT_COUNTER    0x40
#define PIT_COMMAND    0x43
#define PIT_ONE_SHOT   0x30 // channel 0, mode 0: counts once when loaded
#define PIT_RATE       0x34 // channel 0, mode 2: over and over
#define PIT_10_MS      11932

#define INTERRUPT_GATE 0x8E00 // present, ring 0, 32-bit (SDM 6.11)
#define TASK_GATE      0x8500
#define USER_GATE      0x6000 // open to ring 3, too
#define DOUBLE_FAULT   8

extern const char vectors[VECTORS][16];
void interrupt_dispatch(struct interrupt_frame *frame);

static uint64_t *const idt = (uint64_t *)(KERNEL_BASE + IDT_PHYSICAL);
static interrupt_handler *handlers[IRQS];

static uint64_t gate(uint32_t selector, linear_address entry, uint32_t type) {
    uint32_t low = selector << 16 | (entry & 0xFFFF);
    return (uint64_t)((entry & 0xFFFF0000) | type) << 32 | low;
}

static void idt_load(void) {
    struct {
        uint16_t limit;
        linear_address base;
    } __attribute__((packed)) pointer = { 256 * 8 - 1, (uintptr_t)idt };

    for (uint32_t i = 0; i < 256; i++)
        idt[i] = i >= VECTORS ? 0 : gate(KERNEL_CODE_SELECTOR,
                                         (uintptr_t)vectors[i],
                                         INTERRUPT_GATE);
    idt[SYSTEM_CALL] |= (uint64_t)USER_GATE << 32;
    // A stack that cannot be pushed to needs a task with another one.
    idt[DOUBLE_FAULT] = gate(DOUBLE_FAULT_SELECTOR, 0, TASK_GATE);
    __asm__ volatile("lidt %0" : : "m"(pointer));
}

// The firmware leaves IRQs 0-7 on vectors 8-15, where exceptions are.
static void pic_init(uint16_t command, uint8_t vector, uint8_t cascade) {
    out8(command, PIC_INITIALISE);
    out8(command + PIC_DATA, vector);
    out8(command + PIC_DATA, cascade);
    out8(command + PIC_DATA, PIC_8086_MODE);
    out8(command + PIC_DATA, 0xFF); // all masked
}

void interrupts_init(void) {
    idt_load();
    pic_init(PIC1, IRQ_VECTOR, 1 << PIC_CASCADE);
    pic_init(PIC2, IRQ_VECTOR + 8, PIC_CASCADE);
    interrupts_attach(PIC_CASCADE, NULL);
    timer_run(false); // the firmware's 18 Hz tick stops
}

// A hundred times a second, and only while there is somebody to switch to: a
// machine that waits for a key is left to wait.
void timer_run(bool run) {
    out8(PIT_COMMAND, run ? PIT_RATE : PIT_ONE_SHOT);
    if (run) {
        out8(PIT_COUNTER, PIT_10_MS & 0xFF);
        out8(PIT_COUNTER, PIT_10_MS >> 8);
    }
}

void interrupts_attach(uint32_t irq, interrupt_handler *handler) {
    uint16_t port = (irq < 8 ? PIC1 : PIC2) + PIC_DATA;
    handlers[irq] = handler;
    out8(port, in8(port) & ~(1 << irq % 8));
}

// The end is told first: the handler may switch to another thread.
static void irq_dispatch(uint32_t irq) {
    if (handlers[irq] == NULL)
        return; // masked, so spurious: no end of interrupt is due
    if (irq >= 8)
        out8(PIC2, PIC_END);
    out8(PIC1, PIC_END);
    handlers[irq]();
}

static void system_call(const struct interrupt_frame *frame) {
    if (frame->eax == 0)
        thread_exit();
    print("%c", (char)frame->ebx);
}

void interrupt_dispatch(struct interrupt_frame *frame) {
    if (frame->vector == SYSTEM_CALL)
        system_call(frame);
    else if (frame->vector >= IRQ_VECTOR)
        irq_dispatch(frame->vector - IRQ_VECTOR);
    else if (frame->cs & RING)
        thread_fault(frame);
    else
        explain_exception(frame);
}
