// SPDX-License-Identifier: Apache-2.0
// OWNS   boot_information, the kernel's copy of what the loader said
// NEEDS  boot/multiboot.c to have filled it, the console
// GIVES  a refusal in words when the kernel cannot work with it

#include "kernel.h"

struct boot_information boot_information;

void boot_information_check(void) {
    if (boot_information.refusal != NULL)
        panic("boot: %s", boot_information.refusal + KERNEL_BASE);
}
