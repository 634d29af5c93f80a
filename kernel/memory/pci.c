// SPDX-License-Identifier: Apache-2.0
// OWNS   PCI configuration space, by mechanism #1: ports 0xCF8 and 0xCFC
//        (PCI Local Bus specification 3.0, 3.2.2.3 and chapter 6)
// NEEDS  the bitmap filled from the memory map
// GIVES  the memory of every PCI device taken out of the bitmap; a BAR may
//        lie where a memory map says nothing, or something wrong

#include "kernel.h"

#define CONFIG_ADDRESS  0xCF8
#define CONFIG_DATA     0xCFC
#define CONFIG_ENABLE   0x80000000

// Registers of a function's configuration space
#define IDENTIFIERS     0x00 // all ones: nobody is there
#define COMMAND         0x04
#define HEADER          0x0C // its type in bits 16-22
#define BARS            0x10
#define BUSES           0x18 // of a bridge: the bus behind it in bits 8-15

#define COMMAND_DECODES 0x00000003 // answers to its I/O ports and memory
#define COMMAND_BITS    0x0000FFFF // above is the status: writing 0 keeps it
#define TYPE_BRIDGE     1
#define MULTI_FUNCTION  0x00800000
#define BAR_IO          0x00000001
#define BAR_64_BIT      0x00000004
#define BAR_ADDRESS     0xFFFFFFF0

// A function is named by bus << 16 | device << 11 | number << 8.
static uint32_t read(uint32_t function, uint32_t offset) {
    out32(CONFIG_ADDRESS, CONFIG_ENABLE | function | offset);
    return in32(CONFIG_DATA);
}

static void write(uint32_t function, uint32_t offset, uint32_t value) {
    out32(CONFIG_ADDRESS, CONFIG_ENABLE | function | offset);
    out32(CONFIG_DATA, value);
}

// Of ones written to a BAR, only those come back that choose its address.
static uint32_t address_bits(uint32_t function, uint32_t offset) {
    uint32_t before = read(function, offset);

    write(function, offset, 0xFFFFFFFF);
    uint32_t bits = read(function, offset);
    write(function, offset, before);
    return bits;
}

// Returns where the next BAR is.
static uint32_t reserve_bar(uint32_t function, uint32_t offset) {
    uint32_t bar = read(function, offset);
    if (bar & BAR_IO)
        return offset + 4;

    uint32_t next = offset + (bar & BAR_64_BIT ? 8 : 4);
    uint64_t start = bar & BAR_ADDRESS;
    uint64_t size_less_1 = ~(address_bits(function, offset) & BAR_ADDRESS);
    if (bar & BAR_64_BIT) {
        start |= (uint64_t)read(function, offset + 4) << 32;
        size_less_1 |= (uint64_t)~address_bits(function, offset + 4) << 32;
    }
    if (start != 0) // else not there, or not placed by the firmware
        frames_reserve(start, start + size_less_1);
    return next;
}

// A device whose BARs are being sized would answer to addresses of others,
// so it answers to none meanwhile.
static void walk_function(uint32_t function) {
    if (read(function, IDENTIFIERS) == 0xFFFFFFFF)
        return;
    uint32_t type = read(function, HEADER) >> 16 & 0x7F;
    uint32_t bars = type == 0 ? 6 : type == TYPE_BRIDGE ? 2 : 0;
    uint32_t command = read(function, COMMAND) & COMMAND_BITS;
    write(function, COMMAND, command & ~COMMAND_DECODES);
    for (uint32_t at = BARS; at < BARS + 4 * bars;)
        at = reserve_bar(function, at);
    write(function, COMMAND, command);

    uint32_t behind = read(function, BUSES) >> 8 & 0xFF;
    if (type == TYPE_BRIDGE && behind > function >> 16) // numbered well
        pci_reserve_bus(behind);
}

void pci_reserve_bus(uint32_t bus) {
    for (uint32_t device = 0; device < 32; device++) {
        uint32_t first = bus << 16 | device << 11;
        uint32_t functions = read(first, HEADER) & MULTI_FUNCTION ? 8 : 1;
        for (uint32_t number = 0; number < functions; number++)
            walk_function(first | number << 8);
    }
}
