// SPDX-License-Identifier: Apache-2.0
// OWNS   what can be typed at the prompt, or written after ops=
// NEEDS  everything that is to be looked at
// GIVES  run_command(); the commands are in commands[] below

#include "kernel.h"

#define ALLOCATIONS 64

struct arguments {
    uint32_t count;
    uint32_t number[2];
    const char *text; // the first one, as it was typed
};

struct command {
    const char *name, *form;
    uint32_t least, most, base; // base 0: the argument is no number
    const char *(*run)(const struct arguments *given); // NULL, or why not
    const char *help;
};

// What `alloc` has taken, for `free` to give back
static struct allocation {
    physical_address first;
    uint32_t count;
} *allocations;

void commands_init(void) {
    allocations = heap_alloc(ALLOCATIONS * sizeof *allocations, 16);
    for (uint32_t i = 0; i < ALLOCATIONS; i++)
        allocations[i].count = 0;
}

static const char *mem(const struct arguments *given) {
    (void)given;
    print("  usable above 4 MiB  %7u frames  %7u KiB\n", frames_usable(),
          frames_usable() * (PAGE_SIZE / 1024));
    print("  free                %7u frames  %7u KiB\n", frames_free(),
          frames_free() * (PAGE_SIZE / 1024));
    return NULL;
}

static const char *alloc(const struct arguments *given) {
    uint32_t count = given->count > 0 ? given->number[0] : 1, i = 0;

    while (i < ALLOCATIONS && allocations[i].count > 0)
        i++;
    if (i == ALLOCATIONS)
        return "too many allocations, free one";
    physical_address first = frame_alloc_contiguous(count);
    if (first == 0)
        return "no run of free frames is that long";
    allocations[i] = (struct allocation){ first, count };
    print("  allocation %u: %u frames from 0x%08X\n", i + 1, count, first);
    return NULL;
}

static const char *free(const struct arguments *given) {
    uint32_t i = given->number[0] - 1;

    if (i >= ALLOCATIONS || allocations[i].count == 0)
        return "no such allocation";
    for (; allocations[i].count > 0; allocations[i].count--) {
        frame_free(allocations[i].first);
        allocations[i].first += PAGE_SIZE;
    }
    return NULL;
}

static const char *map(const struct arguments *given) {
    if (given->count > 0)
        return page_alloc(given->number[0], PAGE_WRITABLE);
    print_mappings();
    return NULL;
}

static const char *unmap(const struct arguments *given) {
    return page_free(given->number[0]) ? NULL : "no page to unmap there";
}

static const char *walk(const struct arguments *given) {
    print_walk(given->number[0]);
    return NULL;
}

static const char *heap(const struct arguments *given) {
    if (given->count > 0)
        return stress(given->number[0], given->number[1], true);
    struct heap_statistics heap = heap_statistics();
    print("  %u blocks in use, %u bytes with their headers\n", heap.used,
          heap.used_bytes);
    print("  %u free between and behind them, %u frames in all\n", heap.free,
          heap.frames);
    return NULL;
}

static const char *stress_all(const struct arguments *given) {
    return stress(given->number[0], given->number[1], false);
}

static const char *fault(const struct arguments *given) {
    *(volatile uint8_t *)given->number[0] = 0;
    return NULL;
}

static const char *help(const struct arguments *given);

static const struct command commands[] = {
    { "help",   "",            0, 0, 0,  help,   "what can be typed" },
    { "mem",    "",            0, 0, 0,  mem,    "how many frames are free" },
    { "map",    "[ADDRESS]",   0, 1, 16, map,    "what is mapped; map a page" },
    { "unmap",  "ADDRESS",     1, 1, 16, unmap,  "unmap a page" },
    { "walk",   "ADDRESS",     1, 1, 16, walk,   "a page walk, step by step" },
    { "alloc",  "[COUNT]",     0, 1, 10, alloc,  "take frames in a row" },
    { "free",   "N",           1, 1, 10, free,   "give allocation N back" },
    { "heap",   "[COUNT SEED]", 0, 2, 10, heap,  "its state; use it at random" },
    { "fault",  "ADDRESS",     1, 1, 16, fault,  "write a zero there" },
    { "stress", "COUNT SEED",  2, 2, 10, stress_all, "use all at random" },
};

#define COMMANDS (sizeof commands / sizeof *commands)

static const char *help(const struct arguments *given) {
    (void)given;
    for (size_t i = 0; i < COMMANDS; i++)
        print("  %-6s %-12s  %s\n", commands[i].name, commands[i].form,
              commands[i].help);
    return NULL;
}

static bool parse_number(const char *word, uint32_t base, uint32_t *number) {
    static const char digits[] = "0123456789abcdefABCDEF";

    *number = 0;
    if (base == 16 && word[0] == '0' && (word[1] | 0x20) == 'x')
        word += 2;
    const char *first = word;
    for (; *word != '\0'; word++) {
        uint32_t digit = 0;
        while (digit < sizeof digits - 1 && digits[digit] != *word)
            digit++;
        digit -= digit > 15 ? 6 : 0;
        if (digit >= base || *number > (UINT32_MAX - digit) / base)
            return false;
        *number = *number * base + digit;
    }
    return word > first;
}

// Cuts the line at its spaces; returns how many words it has.
static uint32_t split(char *line, char **words, uint32_t most) {
    uint32_t count = 0;

    for (char *at = line; *at != '\0'; at++) {
        bool starts = *at != ' ' && (at == line || at[-1] == '\0');
        if (*at == ' ')
            *at = '\0';
        if (starts && count++ < most)
            words[count - 1] = at;
    }
    return count;
}

static bool is_same(const char *one, const char *other) {
    while (*one != '\0' && *one == *other)
        one++, other++;
    return *one == *other;
}

static const char *run(const struct command *command, char **words,
                       uint32_t count) {
    struct arguments given = { .count = count - 1, .text = words[1] };

    if (given.count < command->least || given.count > command->most)
        return "not so many words, try help";
    for (uint32_t i = 0; i < given.count && command->base > 0; i++)
        if (!parse_number(words[i + 1], command->base, &given.number[i]))
            return command->base == 16 ? "not a hexadecimal address"
                                       : "not a number";
    return command->run(&given);
}

// NULL, or why it could not be done.
const char *run_command(const char *line) {
    char copy[LINE_SIZE], *words[3] = { "", "", "" };
    uint32_t length = 0;

    while ((copy[length] = line[length]) != '\0')
        length++;
    uint32_t count = split(copy, words, 3);
    for (size_t i = 0; i < COMMANDS; i++)
        if (is_same(words[0], commands[i].name))
            return run(&commands[i], words, count);
    return "not a command, try help";
}
