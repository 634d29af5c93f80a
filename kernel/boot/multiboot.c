// SPDX-License-Identifier: Apache-2.0
// OWNS   the Multiboot structures, until they are copied
// NEEDS  to run at its physical address with paging off: the structures may
//        lie anywhere in 4 GiB, even where the bitmap and the IDT will go
// GIVES  boot_information, and the boot page directory ready for CR3

#include "kernel.h"
#include "multiboot.h"

extern uint32_t boot_page_directory[PAGE_TABLE_ENTRIES];
extern uint32_t boot_page_table[PAGE_TABLE_ENTRIES];

void copy_boot_information(uint32_t magic, physical_address location);
void fill_boot_page_directory(void);

// The kernel's variables are linked at 0xF0000000; here they are still low.
#define LOW(variable) \
    ((__typeof__(&(variable)))PHYSICAL_OF((uintptr_t) & (variable)))

static void add(uint64_t start, uint64_t length, bool usable) {
    struct boot_information *boot = LOW(boot_information);
    struct memory_range *range = &boot->ranges[boot->range_count];

    if (boot->range_count == RANGES_MAX) {
        boot->refusal = "too many ranges of memory, 192 are the most";
        return;
    }
    boot->range_count++;
    range->start = start;
    range->end = start + length;
    if (range->end < start) // wrapped: reaches to the very top
        range->end = UINT64_MAX;
    range->usable = usable;
}

static void keep_string(physical_address string) {
    const char *end = (const char *)string;
    while (*end != '\0')
        end++;
    add(string, (uintptr_t)end + 1 - string, false);
}

static void copy_command_line(physical_address string) {
    struct boot_information *boot = LOW(boot_information);

    keep_string(string);
    for (uint32_t i = 0; i < COMMAND_LINE_MAX; i++) {
        boot->command_line[i] = ((const char *)string)[i];
        if (boot->command_line[i] == '\0')
            return;
    }
    boot->refusal = "the command line is longer than 1023 characters";
}

// Nonsense may claim billions of entries; the first that is too many ends it.
static bool is_well(void) {
    return LOW(boot_information)->refusal == NULL;
}

static void copy_modules(const struct multiboot_information *from) {
    const struct multiboot_module *module = (void *)from->modules;

    add(from->modules, from->module_count * sizeof *module, false);
    for (uint32_t i = 0; i < from->module_count && is_well(); i++, module++) {
        add(module->start, module->end - module->start, false);
        keep_string(module->command_line);
    }
}

static void copy_memory_map(physical_address next, uint32_t length) {
    physical_address end = next + length;

    add(next, length, false);
    while (next < end && is_well()) {
        const struct multiboot_memory *entry = (void *)next;
        uint32_t space = end - next;
        if (space < sizeof *entry ||
            entry->size < sizeof *entry - sizeof entry->size ||
            entry->size > space - sizeof entry->size) {
            LOW(boot_information)->refusal =
                "the loader's memory map has an entry of impossible size";
            return;
        }
        add(entry->start, entry->length, entry->type == MULTIBOOT_USABLE);
        next += sizeof entry->size + entry->size;
    }
}

void copy_boot_information(uint32_t magic, physical_address location) {
    const struct multiboot_information *from = (void *)location;
    struct boot_information *boot = LOW(boot_information);

    if (magic != MULTIBOOT_LOADER_MAGIC) {
        boot->refusal =
            "not loaded by a Multiboot 1 loader, EAX is not 0x2BADB002; "
            "start it with qemu-system-i386 -kernel or GRUB's multiboot";
        return;
    }
    if (!(from->flags & MULTIBOOT_MEMORY_MAP)) {
        boot->refusal = "the loader gave no memory map, flag 6 is clear";
        return;
    }
    copy_memory_map(from->memory_map, from->memory_map_length);
    add(location, sizeof *from, false);
    if (from->flags & MULTIBOOT_COMMAND_LINE)
        copy_command_line(from->command_line);
    if (from->flags & MULTIBOOT_MODULES)
        copy_modules(from);
}

// Physical 0 to 4 MiB, twice: at 0, where this code runs, and at 3 GiB.
void fill_boot_page_directory(void) {
    uint32_t *directory = *LOW(boot_page_directory);
    uint32_t *table = *LOW(boot_page_table);
    uint32_t table_entry = (uintptr_t)table | PAGE_PRESENT | PAGE_WRITABLE;

    for (uint32_t page = 0; page < PAGE_TABLE_ENTRIES; page++)
        table[page] = page * PAGE_SIZE | PAGE_PRESENT | PAGE_WRITABLE;
    directory[directory_index(0)] = table_entry;
    directory[directory_index(ALIAS_BASE)] = table_entry;
}
