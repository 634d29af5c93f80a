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
} allocations[ALLOCATIONS];

static const char *mem(const struct arguments *given) {
    print("  usable above 4 MiB  %7u frames  %7u KiB\n", frame_counts.usable,
          frame_counts.usable * (PAGE_SIZE / 1024));
    print("  free                %7u frames  %7u KiB\n", frame_counts.free,
          frame_counts.free * (PAGE_SIZE / 1024));
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
        return page_alloc(given->number[0]);
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
    heap_print();
    return NULL;
}

static const char *stress_all(const struct arguments *given) {
    return stress(given->number[0], given->number[1], false);
}

static const char *ps(const struct arguments *given) {
    processes_print();
    return NULL;
}

static const char *spawn(const struct arguments *given) {
    return process_spawn(given->count > 0 ? given->text : "hello");
}

static const char *kill(const struct arguments *given) {
    return process_kill(given->number[0]);
}

static const char *yield(const struct arguments *given) {
    for (uint32_t i = 0; i < given->number[0] && threads_run(); i++)
        ;
    return NULL;
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
    { "ps",     "",            0, 0, 0,  ps,     "the processes there are" },
    { "spawn",  "[PROGRAM]",   0, 1, 0,  spawn,  "start hello, spin or crash" },
    { "kill",   "N",           1, 1, 10, kill,   "end process N" },
    { "yield",  "COUNT",       1, 1, 10, yield,  "let the others run" },
    { "fault",  "ADDRESS",     1, 1, 16, fault,  "write a zero there" },
    { "stress", "COUNT SEED",  2, 2, 10, stress_all, "use all at random" },
};

#define COMMANDS (sizeof commands / sizeof *commands)

static const char *help(const struct arguments *given) {
    for (size_t i = 0; i < COMMANDS; i++)
        print("  %-6s %-12s  %s\n", commands[i].name, commands[i].form,
              commands[i].help);
    return NULL;
}

// A word ends where the next space or the line ends.
bool is_word(const char *text, const char *word) {
    while (*word != '\0' && *text == *word)
        text++, word++;
    return *word == '\0' && (*text == ' ' || *text == '\0');
}

static bool parse_number(const char *text, uint32_t base, uint32_t *number) {
    *number = 0;
    if (base == 16 && text[0] == '0' && (text[1] | 0x20) == 'x')
        text += 2;
    do {
        uint32_t digit = *text - '0', letter = (*text | 0x20) - 'a';
        if (digit > 9)
            digit = letter < 6 ? letter + 10 : base;
        if (digit >= base || *number > (UINT32_MAX - digit) / base)
            return false;
        *number = *number * base + digit;
    } while (*++text != ' ' && *text != '\0');
    return true;
}

static const char *run(const struct command *command, const char *const *words,
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
    const char *words[3] = { "", "", "" };
    uint32_t count = 0;

    for (const char *at = line; *at != '\0'; at++)
        if (*at != ' ' && (at == line || at[-1] == ' ') && count++ < 3)
            words[count - 1] = at;
    for (size_t i = 0; i < COMMANDS; i++)
        if (is_word(words[0], commands[i].name))
            return run(&commands[i], words, count);
    return "not a command, try help";
}
