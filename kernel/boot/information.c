// SPDX-License-Identifier: Apache-2.0
// OWNS   boot_information, the kernel's copy of what the loader said
// NEEDS  boot/multiboot.c to have filled it, the console
// GIVES  a refusal in words when the kernel cannot work with it

#include "kernel.h"

struct boot_information boot_information;

static const char *const refusal[] = {
    [BOOT_NOT_MULTIBOOT] =
        "not loaded by a Multiboot 1 loader, EAX is not 0x2BADB002; "
        "start it with qemu-system-i386 -kernel or GRUB's multiboot",
    [BOOT_NO_MEMORY_MAP] =
        "the loader gave no memory map, flag 6 is clear; "
        "use a loader that reads it from the firmware",
    [BOOT_MEMORY_MAP_MALFORMED] =
        "the loader's memory map has an entry of impossible size",
    [BOOT_TOO_MANY_RANGES] =
        "the loader's memory map and modules are too many, "
        "192 ranges of memory are the most",
    [BOOT_COMMAND_LINE_TOO_LONG] =
        "the command line is too long, 1023 characters are the most",
};

void boot_information_check(void) {
    if (boot_information.status != BOOT_OK)
        panic("boot: %s", refusal[boot_information.status]);
}
