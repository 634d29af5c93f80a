// SPDX-License-Identifier: Apache-2.0
// OWNS   the VGA text screen: 80x25 cells at physical 0xB8000, cursor at
//        ports 0x3D4-0x3D5
// NEEDS  the linear map at 0xF0000000
// GIVES  a scrolling screen; without a VGA card the writes go nowhere

#include "kernel.h"

#define COLUMNS         80
#define ROWS            25
#define CELLS           (COLUMNS * ROWS)

#define CURSOR_INDEX    0x3D4
#define CURSOR_DATA     0x3D5
#define CURSOR_HIGH     14
#define CURSOR_LOW      15

#define GREY_ON_BLACK   0x0700
#define WHITE_ON_RED    0x4F00

static volatile uint16_t *const cells =
    (uint16_t *)(KERNEL_BASE + VGA_TEXT_PHYSICAL);
static uint16_t colour = GREY_ON_BLACK;
static uint32_t cursor;

static void show_cursor(void) {
    out8(CURSOR_INDEX, CURSOR_HIGH);
    out8(CURSOR_DATA, cursor >> 8);
    out8(CURSOR_INDEX, CURSOR_LOW);
    out8(CURSOR_DATA, cursor);
}

static void scroll(void) {
    for (uint32_t cell = 0; cell < CELLS - COLUMNS; cell++)
        cells[cell] = cells[cell + COLUMNS];
    for (uint32_t cell = CELLS - COLUMNS; cell < CELLS; cell++)
        cells[cell] = colour | ' ';
    cursor -= COLUMNS;
}

void screen_init(void) {
    for (uint32_t cell = 0; cell < CELLS; cell++)
        cells[cell] = colour | ' ';
    cursor = 0;
    show_cursor();
}

// What is printed from now on is bad news.
void screen_alarm(void) {
    colour = WHITE_ON_RED;
}

void screen_put(char character) {
    if (character == '\n')
        cursor += COLUMNS - cursor % COLUMNS;
    else if (character == '\b')
        cursor -= cursor > 0;
    else
        cells[cursor++] = colour | (uint8_t)character;
    if (cursor >= CELLS)
        scroll();
    show_cursor();
}
