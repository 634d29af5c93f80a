// SPDX-License-Identifier: Apache-2.0
// What the lab wants done, from the kernel's command line: operations with
// commas between them and colons before their arguments, as in
// ops=mem,alloc:3,free:1,map:41000000. Complete as it is.

#include "kernel.h"

#define MOST 64

static struct { uint32_t address, count; } allocations[MOST];

static bool is_word(const char *text, const char *word) {
    while (*word != '\0' && *text == *word)
        text++, word++;
    return *word == '\0' && (*text == ':' || *text == ',' || *text == '\0');
}

// The argument after so many colons, 0 where there is none.
static uint32_t argument(const char *text, uint32_t number, uint32_t base) {
    uint32_t value = 0;

    for (; number > 0; text++) {
        if (*text == ',' || *text == '\0')
            return 0;
        number -= *text == ':';
    }
    for (; *text != ':' && *text != ',' && *text != '\0'; text++) {
        uint32_t digit = *text - '0', letter = (*text | 0x20) - 'a';
        value = value * base + (digit < 10 ? digit : letter + 10);
    }
    return value;
}

static bool alloc(uint32_t count) {
    uint32_t i = 0;

    while (i < MOST && allocations[i].count > 0)
        i++;
    if (i == MOST || (allocations[i].address = frames_take(count)) == 0)
        return false;
    allocations[i].count = count;
    return true;
}

static bool give(uint32_t number) {
    uint32_t i = number - 1;

    if (i >= MOST || allocations[i].count == 0)
        return false;
    bool given = frames_give(allocations[i].address, allocations[i].count);
    allocations[i].count = 0;
    return given;
}

static bool run(const char *operation) {
    if (is_word(operation, "alloc"))
        return alloc(argument(operation, 1, 10));
    if (is_word(operation, "free"))
        return give(argument(operation, 1, 10));
    if (is_word(operation, "map"))
        return page_map(argument(operation, 1, 16));
    if (is_word(operation, "unmap"))
        return page_unmap(argument(operation, 1, 16));
    if (is_word(operation, "heap"))
        return heap_use(argument(operation, 1, 10), argument(operation, 2, 10));
    if (is_word(operation, "spawn"))
        return process_spawn("spin");
    if (is_word(operation, "kill"))
        return process_kill(argument(operation, 1, 10));
    return is_word(operation, "mem"); // nothing to do: where the script begins
}

void script_run(const char *command_line) {
    const char *at = command_line;

    while (*at != '\0' && !(at[0] == 'o' && at[1] == 'p' && at[2] == 's' && at[3] == '='))
        at++;
    if (*at == '\0')
        return;
    for (at += 4; *at != '\0';) {
        if (!run(at))
            print("ops: an operation failed\n");
        checkpoint_operation();
        while (*at != ',' && *at != '\0')
            at++;
        at += *at == ',';
    }
}
