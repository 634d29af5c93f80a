// SPDX-License-Identifier: Apache-2.0
// What the files of this kernel know of each other.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What the loader says (Multiboot 0.6.96, 3.3); more stands in the specification.
struct multiboot_information {
    uint32_t flags, memory_lower, memory_upper, boot_device, command_line;
    uint32_t module_count, modules, symbols[4];
    uint32_t memory_map_length, memory_map;
};

// console.c
void print(const char *text);

// frames.c
void frames_init(const struct multiboot_information *boot);
void frames_reserve_devices(void);
uint32_t frames_take(uint32_t count);
bool frames_give(uint32_t address, uint32_t count);

// paging.c
void paging_init(void);
bool page_map(uint32_t page);
bool page_unmap(uint32_t page);

// heap.c
void heap_init(void);
bool heap_use(uint32_t count, uint32_t seed);

// process.c
bool process_spawn(const char *program);
bool process_kill(uint32_t number);

// script.c
void script_run(const char *command_line);

// checkpoints.S
void checkpoint_boot_paging(void), checkpoint_identity_removed(void);
void checkpoint_kernel_directory(void), checkpoint_memory_map(void);
void checkpoint_pci_reserved(void), checkpoint_heap_ready(void);
void checkpoint_first_process(void), checkpoint_next_process(void);
void checkpoint_heap_used(void), checkpoint_operation(void), checkpoint_idle(void);
