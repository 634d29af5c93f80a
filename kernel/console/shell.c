// SPDX-License-Identifier: Apache-2.0
// OWNS   the prompt: one line of input and the commands
// NEEDS  serial input by interrupt
// GIVES  a look around in the kernel's memory; see commands[] below

#include "kernel.h"

#define LINE_SIZE 80

struct command {
    const char *name, *argument, *help;
    void (*run)(const char *argument);
};

static char line[LINE_SIZE];
static uint32_t length;
static char previous;

static void help(const char *argument);

static bool parse_address(const char *text, linear_address *address) {
    linear_address value = 0;

    if (text[0] == '0' && (text[1] | 0x20) == 'x')
        text += 2;
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        char lower = *text | 0x20;
        if (value >> 28 != 0)
            return false;
        if (*text >= '0' && *text <= '9')
            value = value << 4 | (*text - '0');
        else if (lower >= 'a' && lower <= 'f')
            value = value << 4 | (lower - 'a' + 10);
        else
            return false;
    }
    *address = value;
    return true;
}

static void mem(const char *argument) {
    (void)argument;
    print("  usable above 4 MiB  %7u frames  %7u KiB\n", frames_usable(),
          frames_usable() * (PAGE_SIZE / 1024));
    print("  free                %7u frames  %7u KiB\n", frames_free(),
          frames_free() * (PAGE_SIZE / 1024));
}

static void map(const char *argument) {
    (void)argument;
    print_mappings();
}

static void walk(const char *argument) {
    linear_address address;

    if (parse_address(argument, &address))
        print_walk(address);
    else
        print("  walk: not a hexadecimal address: \"%s\"\n", argument);
}

static void fault(const char *argument) {
    linear_address address;

    if (parse_address(argument, &address))
        *(volatile uint8_t *)address = 0;
    else
        print("  fault: not a hexadecimal address: \"%s\"\n", argument);
}

static const struct command commands[] = {
    { "help",  "",        "what can be typed",           help },
    { "mem",   "",        "how many frames are free",    mem },
    { "map",   "",        "what is mapped where",        map },
    { "walk",  "ADDRESS", "the page walk, step by step", walk },
    { "fault", "ADDRESS", "write a zero there",          fault },
};

#define COMMANDS (sizeof commands / sizeof *commands)

static void help(const char *argument) {
    (void)argument;
    for (size_t i = 0; i < COMMANDS; i++)
        print("  %-5s %-7s  %s\n", commands[i].name, commands[i].argument,
              commands[i].help);
}

// The argument if the line is this command, else NULL.
static const char *match(const char *name) {
    const char *rest = line;

    while (*name != '\0' && *rest == *name)
        rest++, name++;
    if (*name != '\0' || (*rest != '\0' && *rest != ' '))
        return NULL;
    while (*rest == ' ')
        rest++;
    return rest;
}

static void run_line(void) {
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *argument = match(commands[i].name);
        if (argument != NULL) {
            commands[i].run(argument);
            return;
        }
    }
    if (line[0] != '\0')
        print("  not a command: \"%s\"; try help\n", line);
}

static void prompt(void) {
    length = 0;
    print("kernel> ");
}

void shell_start(void) {
    print("Kernel Lab reference kernel\n");
    print("%u MiB usable above 4 MiB, %u frames free\n",
          frames_usable() / 256, frames_free());
    prompt();
}

static void edit(char character) {
    if (character == '\r' || character == '\n') {
        line[length] = '\0';
        print("\n");
        run_line();
        prompt();
    } else if ((character == '\b' || character == 0x7F) && length > 0) {
        length--;
        print("\b \b");
    } else if (character >= ' ' && character <= '~' &&
               length < LINE_SIZE - 1) {
        line[length++] = character;
        print("%c", character);
    }
}

_Noreturn void shell_run(void) {
    for (;;) {
        char character = serial_get();
        if (character != '\n' || previous != '\r') // CR LF is one key
            edit(character);
        previous = character;
    }
}
