// SPDX-License-Identifier: Apache-2.0
// OWNS   nothing: the table comes from symbols.awk, which reads it from a
//        first link of the same code
// NEEDS  the table behind the code, so that it moves none of it
// GIVES  which function an address is in, for people

#include "kernel.h"

struct symbol {
    linear_address address;
    const char *name;
};

extern const struct symbol symbols[]; // ascending
extern char text_end[];               // from the linker script

void print_place(linear_address address) {
    const struct symbol *nearest = symbols;

    if (address < symbols[0].address || address >= (uintptr_t)text_end) {
        print("0x%08X, not kernel code", address);
        return;
    }
    while (nearest[1].address <= address)
        nearest++;
    print("0x%08X, %s+0x%X", address, nearest->name,
          address - nearest->address);
}
