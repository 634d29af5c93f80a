// SPDX-License-Identifier: Apache-2.0
// OWNS   the console: serial port and screen get the same text
// NEEDS  the linear map at 0xF0000000
// GIVES  print() with %s %c %u %X, a width, and 0 or - before it

#include "kernel.h"

struct field {
    uint32_t width;
    bool zeros, left;
};

static void put(char character) {
    serial_put(character);
    screen_put(character);
}

static void pad(char character, uint32_t count) {
    while (count-- > 0)
        put(character);
}

static void print_text(const char *text, struct field field) {
    uint32_t length = 0;
    while (text[length] != '\0')
        length++;

    uint32_t missing = field.width > length ? field.width - length : 0;
    if (!field.left)
        pad(field.zeros ? '0' : ' ', missing);
    for (uint32_t i = 0; i < length; i++)
        put(text[i]);
    if (field.left)
        pad(' ', missing);
}

static void print_number(uint32_t number, uint32_t base, struct field field) {
    char digits[11];
    char *first = &digits[sizeof digits - 1];

    *first = '\0';
    do {
        *--first = "0123456789ABCDEF"[number % base];
        number /= base;
    } while (number != 0);
    print_text(first, field);
}

void print_list(const char *format, va_list arguments) {
    for (; *format != '\0'; format++) {
        if (*format != '%') {
            put(*format);
            continue;
        }
        struct field field = { 0, format[1] == '0', format[1] == '-' };
        for (format += field.left ? 2 : 1; *format >= '0' && *format <= '9';
             format++)
            field.width = field.width * 10 + (*format - '0');
        if (*format == 's')
            print_text(va_arg(arguments, const char *), field);
        else if (*format == 'c')
            put(va_arg(arguments, int));
        else if (*format == 'u')
            print_number(va_arg(arguments, uint32_t), 10, field);
        else if (*format == 'X')
            print_number(va_arg(arguments, uint32_t), 16, field);
        else
            panic("print: %%%c is not known here", *format);
    }
}

void print(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    print_list(format, arguments);
    va_end(arguments);
}
