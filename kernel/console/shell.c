// SPDX-License-Identifier: Apache-2.0
// OWNS   the prompt and the line that is being typed
// NEEDS  input by interrupt, commands.c
// GIVES  line editing: backspace takes back, Ctrl-U takes all back

#include "kernel.h"

#define CTRL_U 0x15
#define DELETE 0x7F

static char line[LINE_SIZE];
static uint32_t length;
static char previous;

static void prompt(void) {
    length = 0;
    print("kernel> ");
}

void shell_start(void) {
    print("Kernel Lab reference kernel\n"
          "%u MiB usable above 4 MiB, %u frames free\n",
          frame_counts.usable / 256, frame_counts.free);
    prompt();
}

static void take_back(uint32_t count) {
    for (; count > 0 && length > 0; count--, length--)
        print("\b \b");
}

static void run_line(void) {
    line[length] = '\0';
    print("\n");
    const char *refusal = length > 0 ? run_command(line) : NULL;
    if (refusal != NULL)
        print("  %s: %s\n", line, refusal);
    prompt();
}

static void edit(char character) {
    if (character == '\r' || character == '\n') {
        run_line();
    } else if (character == '\b' || character == DELETE) {
        take_back(1);
    } else if (character == CTRL_U) {
        take_back(length);
    } else if (character >= ' ' && character <= '~' &&
               length < LINE_SIZE - 1) {
        line[length++] = character;
        print("%c", character);
    }
}

_Noreturn void shell_run(void) {
    for (;;) {
        char character = input_get();
        if (character != '\n' || previous != '\r') // CR LF is one key
            edit(character);
        previous = character;
    }
}
