// SPDX-License-Identifier: Apache-2.0
// OWNS   the kernel's command line: words with a space between
// NEEDS  boot_information; commands.c
// GIVES  what `ops=` asks for: commands of the console, a comma between them
//        and colons for their spaces, as in ops=alloc:3,heap:100:7,free:1;
//        and a script of our own for `selftest`, which ends the machine

#include "kernel.h"

static const char selftest[] = // process 4 is the one that spins
    "alloc:3,alloc,free:1,free:2,map:40000000,unmap:40000000,heap:9000:1,"
    "stress:30000:2,spawn:hello,spawn:crash,spawn:spin,yield:3,kill:4";

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

static void run(const char *at) {
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

void script_run(void) {
    uint32_t before = frame_counts.free;

    run(option("ops="));
    if (option("selftest") == NULL)
        return;
    run(selftest);
    if (frame_counts.free != before)
        panic("selftest: frames were lost, %u of %u are left",
              frame_counts.free, before);
    print("selftest passed\n");
    machine_end(0);
}
