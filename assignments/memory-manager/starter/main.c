// SPDX-License-Identifier: Apache-2.0
// The order of a boot. As it stands, nothing of what the checkpoints promise
// is done: doing it is the assignment.

#include "kernel.h"

void kernel_main(uint32_t magic, const struct multiboot_information *boot);

void kernel_main(uint32_t magic, const struct multiboot_information *boot) {
    if (magic != 0x2BADB002)
        return;
    print("kernel: up\n");
    paging_init(); // calls the first three checkpoints as it climbs
    frames_init(boot);
    checkpoint_memory_map();
    frames_reserve_devices();
    checkpoint_pci_reserved();
    heap_init();
    checkpoint_heap_ready();
    process_spawn("hello"); // calls checkpoint_first_process
    if (boot->flags & 4)
        script_run((const char *)boot->command_line);
    checkpoint_idle();
}
