// SPDX-License-Identifier: Apache-2.0
// OWNS   the kernel's command line: words with a space between
// NEEDS  boot_information; commands.c
// GIVES  what `ops=` asks for: commands of the console, a comma between them
//        and colons for their spaces, as in ops=alloc:3,heap:100:7,free:1

#include "kernel.h"

// What follows the name where a word of the command line begins with it.
const char *option(const char *name) {
    const char *at = boot_information.command_line;

    while (*at != '\0') {
        uint32_t length = 0;
        while (name[length] != '\0' && at[length] == name[length])
            length++;
        if (name[length] == '\0')
            return at + length;
        while (*at != '\0' && *at++ != ' ')
            ;
    }
    return NULL;
}

void script_run(void) {
    const char *at = option("ops=");
    char line[LINE_SIZE];

    while (at != NULL) {
        uint32_t length = 0;
        for (; (uint8_t)*at > ' ' && *at != ',' && length < LINE_SIZE - 1; at++)
            line[length++] = *at == ':' ? ' ' : *at;
        line[length] = '\0';
        const char *refusal = run_command(line);
        if (refusal != NULL)
            panic("ops: \"%s\": %s", line, refusal);
        checkpoint_operation();
        at = (uint8_t)*at > ' ' ? at + 1 : NULL; // char is signed here
    }
}
