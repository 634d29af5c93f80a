// SPDX-License-Identifier: Apache-2.0
// What a Multiboot 1 loader hands over (Multiboot specification 0.6.96, 3.3).

#pragma once

#define MULTIBOOT_HEADER_MAGIC 0x1BADB002
#define MULTIBOOT_HEADER_FLAGS 0x00000003 // align modules, tell the memory
#define MULTIBOOT_LOADER_MAGIC 0x2BADB002 // in EAX on entry

#define MULTIBOOT_COMMAND_LINE 0x00000004 // bits of `flags`
#define MULTIBOOT_MODULES      0x00000008
#define MULTIBOOT_MEMORY_MAP   0x00000040

#define MULTIBOOT_USABLE       1          // type of a memory map entry

#ifndef __ASSEMBLER__

#include <stdint.h>

struct multiboot_information {
    uint32_t flags, memory_lower, memory_upper, boot_device;
    uint32_t command_line, module_count, modules, symbols[4];
    uint32_t memory_map_length, memory_map;
};

struct multiboot_module {
    uint32_t start, end; // end is the first byte behind the module
    uint32_t command_line;
    uint32_t reserved;
};

struct multiboot_memory {
    uint32_t size; // of the rest of this entry, 20 or more
    uint64_t start, length;
    uint32_t type;
} __attribute__((packed));

#endif
