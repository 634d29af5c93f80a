// SPDX-License-Identifier: Apache-2.0
// OWNS   the IDT at physical 0x1000, both PICs (ports 0x20, 0xA0), the PIT
// NEEDS  the GDT
// GIVES  exceptions explained, IRQs 0-15 on vectors 32-47, all masked until
//        a driver attaches itself

#include "kernel.h"

#define VECTORS        48
#define IRQ_VECTOR     32
#define IRQS           16

#define PIC1_COMMAND   0x20
#define PIC1_DATA      0x21
#define PIC2_COMMAND   0xA0
#define PIC2_DATA      0xA1
#define PIC_INITIALISE 0x11
#define PIC_8086_MODE  0x01
#define PIC_END        0x20
#define PIC_CASCADE    2

#define PIT_COMMAND    0x43
#define PIT_ONE_SHOT   0x30 // channel 0, mode 0: counts once when loaded

#define INTERRUPT_GATE 0x8E00 // present, ring 0, 32-bit (SDM 6.11)
#define TASK_GATE      0x8500
#define DOUBLE_FAULT   8

extern const linear_address vector_entries[VECTORS];
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

    for (uint32_t vector = 0; vector < VECTORS; vector++)
        idt[vector] = gate(KERNEL_CODE_SELECTOR, vector_entries[vector],
                           INTERRUPT_GATE);
    // A stack that cannot be pushed to needs a task with another one.
    idt[DOUBLE_FAULT] = gate(DOUBLE_FAULT_SELECTOR, 0, TASK_GATE);
    for (uint32_t vector = VECTORS; vector < 256; vector++)
        idt[vector] = 0;
    __asm__ volatile("lidt %0" : : "m"(pointer));
}

// The firmware leaves IRQs 0-7 on vectors 8-15, where exceptions are.
static void pic_remap(void) {
    out8(PIC1_COMMAND, PIC_INITIALISE);
    out8(PIC2_COMMAND, PIC_INITIALISE);
    out8(PIC1_DATA, IRQ_VECTOR);
    out8(PIC2_DATA, IRQ_VECTOR + 8);
    out8(PIC1_DATA, 1 << PIC_CASCADE);
    out8(PIC2_DATA, PIC_CASCADE);
    out8(PIC1_DATA, PIC_8086_MODE);
    out8(PIC2_DATA, PIC_8086_MODE);
    out8(PIC1_DATA, 0xFF & ~(1 << PIC_CASCADE));
    out8(PIC2_DATA, 0xFF);
}

void interrupts_init(void) {
    idt_load();
    pic_remap();
    out8(PIT_COMMAND, PIT_ONE_SHOT); // the firmware's 18 Hz tick stops
}

void interrupts_attach(uint32_t irq, interrupt_handler *handler) {
    uint16_t port = irq < 8 ? PIC1_DATA : PIC2_DATA;
    handlers[irq] = handler;
    out8(port, in8(port) & ~(1 << irq % 8));
}

static void irq_dispatch(uint32_t irq) {
    if (handlers[irq] == NULL)
        return; // masked, so spurious: no end of interrupt is due
    handlers[irq]();
    if (irq >= 8)
        out8(PIC2_COMMAND, PIC_END);
    out8(PIC1_COMMAND, PIC_END);
}

void interrupt_dispatch(struct interrupt_frame *frame) {
    if (frame->vector < IRQ_VECTOR)
        explain_exception(frame);
    irq_dispatch(frame->vector - IRQ_VECTOR);
}
