// SPDX-License-Identifier: Apache-2.0
// OWNS   what has been typed and not yet read; the PS/2 keyboard: port 0x60,
//        IRQ 1, scan code set 1, a US layout
// NEEDS  the IDT and the PICs
// GIVES  characters, whether the keyboard or the serial port had them

#include "kernel.h"

#define KEYBOARD_DATA 0x60
#define KEYBOARD_IRQ  1
#define RELEASED      0x80 // in a scan code: the key has come up again
#define LEFT_SHIFT    0x2A
#define RIGHT_SHIFT   0x36
#define BUFFER_SIZE   256  // a power of two, so counters may wrap

// By scan code; a zero where there is no character.
static const char plain[] =
    "\0\0" "1234567890-=\b\tqwertyuiop[]\r\0" "asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
static const char shifted[] =
    "\0\0" "!@#$%^&*()_+\b\tQWERTYUIOP{}\r\0" "ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";

static char buffer[BUFFER_SIZE];
static uint32_t typed, taken;
static bool shift;

// What comes when the buffer is full is lost.
void input_put(char character) {
    if (typed - taken < BUFFER_SIZE)
        buffer[typed++ % BUFFER_SIZE] = character;
}

char input_get(void) {
    while (typed == taken)
        if (!threads_run())
            wait_for_interrupt();
    return buffer[taken++ % BUFFER_SIZE];
}

static void key(void) {
    uint8_t code = in8(KEYBOARD_DATA), which = code & ~RELEASED;

    if (which == LEFT_SHIFT || which == RIGHT_SHIFT)
        shift = which == code;
    else if (code < sizeof plain && plain[code] != '\0')
        input_put(shift ? shifted[code] : plain[code]);
}

void keyboard_init(void) {
    interrupts_attach(KEYBOARD_IRQ, key);
}
