// SPDX-License-Identifier: Apache-2.0
// OWNS   processes, each with a page directory of its own: the user's part
//        and the kernel stacks differ, the rest of the kernel is the same
// NEEDS  the heap, where directories live, so that all can be written to
// GIVES  programs started in ring 3, ended, and every frame of theirs back

#include "kernel.h"

#define SELF   directory_index(PAGE_TABLES_BASE)
#define STACKS directory_index(KERNEL_STACKS_BASE)

extern const char user_code[], user_code_end[];
extern const char user_hello[], user_spin[], user_crash[];

static const struct program {
    const char *name, *entry;
} programs[] = {
    { "hello", user_hello },
    { "spin", user_spin },
    { "crash", user_crash },
    { NULL, NULL },
};

static struct process *processes; // the newest first, the kernel last

static bool is_shared(uint32_t index) {
    return index >= directory_index(ALIAS_BASE) && index != STACKS &&
           index != SELF;
}

// In the current directory and, where it is the kernel's part, in all.
void directory_set(uint32_t index, uint32_t entry) {
    ((volatile uint32_t *)PAGE_DIRECTORY_BASE)[index] = entry;
    struct process *process = is_shared(index) ? processes : NULL;
    for (; process != NULL; process = process->next)
        process->directory[index] = entry;
}

// From memory for the directory and, behind it, for what describes it. Once
// it is in the list, no change of the kernel's part passes it by.
static struct process *add(uint32_t *directory, struct process *process,
                           const char *program) {
    static uint32_t next_id; // 0 is the kernel
    const uint32_t *current = (uint32_t *)PAGE_DIRECTORY_BASE;
    physical_address frame = page_entry((uintptr_t)directory) & PAGE_ADDRESS;

    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++)
        directory[i] = is_shared(i) ? current[i] : 0;
    directory[SELF] = frame | PAGE_PRESENT | PAGE_WRITABLE;
    *process = (struct process){ processes, next_id++, 0, program, directory,
                                 frame };
    return processes = process;
}

void processes_init(void) {
    extern uint32_t kernel_page_directory[];
    void *memory = heap_alloc(sizeof(struct process), 16);

    threads_init(add(kernel_page_directory, memory, "kernel"));
}

// In its own directory, on the boot stack, which is in all of them.
void process_free(struct process *process) {
    struct process **link = &processes;

    for (uint32_t i = 0; i < directory_index(ALIAS_BASE); i++)
        for (uint32_t j = 0; process->directory[i] != 0; j++)
            page_free(i << 22 | j << 12); // the last one takes the table along
    enter_kernel_directory();
    while (*link != process)
        link = &(*link)->next;
    *link = process->next;
    process->directory[SELF] = 0; // whoever gets the frame, it is none
    heap_free(process->directory);
}

static const char *load(struct process *process, const char *entry) {
    const char *refusal = page_alloc(USER_CODE);

    if (refusal == NULL)
        refusal = page_alloc(USER_STACK);
    if (refusal != NULL)
        return refusal;
    for (uint32_t i = 0; user_code + i < user_code_end; i++)
        ((char *)USER_CODE)[i] = user_code[i];
    page_map(USER_CODE, page_unmap(USER_CODE), 0); // read-only from now on
    return thread_start(process, USER_CODE + (entry - user_code), true);
}

// NULL, or why not.
const char *process_spawn(const char *name) {
    const struct program *program = programs;
    while (program->name != NULL && !is_word(name, program->name))
        program++;
    if (program->name == NULL)
        return "no such program; there are hello, spin, crash";

    uint32_t *memory = heap_alloc(PAGE_SIZE + sizeof(struct process),
                                  PAGE_SIZE);
    if (memory == NULL)
        return "no memory for a page directory";
    struct process *process = add(
        memory, (struct process *)(memory + PAGE_TABLE_ENTRIES),
        program->name);
    write_cr3(process->frame);
    const char *refusal = load(process, program->entry);
    if (refusal != NULL) {
        process_free(process);
    } else {
        print("  process %u: %s\n", process->id, program->name);
        (process->id == 1 ? checkpoint_first_process
                          : checkpoint_next_process)();
    }
    enter_kernel_directory();
    return refusal;
}

void processes_print(void) {
    for (struct process *at = processes; at != NULL; at = at->next)
        print("  %3u  %-6s  %u threads, page directory at 0x%08X\n", at->id,
              at->program, at->threads, at->frame);
}
