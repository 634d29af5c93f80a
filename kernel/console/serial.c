// SPDX-License-Identifier: Apache-2.0
// OWNS   the first serial port, COM1: ports 0x3F8-0x3FF, IRQ 4
// NEEDS  nothing to write; the IDT and the PICs to receive
// GIVES  115200 baud, 8 data bits, no parity, 1 stop bit

#include "kernel.h"

#define DATA             0x3F8
#define INTERRUPT_ENABLE 0x3F9
#define FIFO_CONTROL     0x3FA
#define LINE_CONTROL     0x3FB
#define MODEM_CONTROL    0x3FC
#define LINE_STATUS      0x3FD

#define RECEIVED         0x01 // line status: a character waits
#define TRANSMIT_EMPTY   0x20 // line status: room to send

#define IRQ              4

void serial_init(void) {
    out8(INTERRUPT_ENABLE, 0);
    out8(LINE_CONTROL, 0x80);     // the next two set the divisor
    out8(DATA, 1);
    out8(INTERRUPT_ENABLE, 0);
    out8(LINE_CONTROL, 0x03);     // 8N1
    out8(FIFO_CONTROL, 0x07);     // on and emptied
    out8(MODEM_CONTROL, 0x0B);    // ready; OUT2 lets the interrupt through
}

// Without a serial port the status reads 0xFF, so this does not hang.
void serial_put(char character) {
    if (character == '\n')
        serial_put('\r');
    while (!(in8(LINE_STATUS) & TRANSMIT_EMPTY))
        ;
    out8(DATA, character);
}

static void receive(void) {
    while (in8(LINE_STATUS) & RECEIVED)
        input_put(in8(DATA));
}

void serial_receive_init(void) {
    interrupts_attach(IRQ, receive);
    out8(INTERRUPT_ENABLE, RECEIVED);
}
