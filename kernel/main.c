// SPDX-License-Identifier: Apache-2.0
// OWNS   the boot order
// NEEDS  entry.S to have climbed to 0xF0000000 under the kernel directory
// GIVES  a running kernel; never returns

#include "kernel.h"

_Noreturn void kernel_main(void);

_Noreturn void kernel_main(void) {
    serial_init();                 // first, so that every refusal is read
    screen_init();
    descriptors_init();            // GDT and TSS where the layout wants them
    interrupts_init();             // IDT next: from here faults explain
    checkpoint_kernel_directory();
    boot_information_check();      // before anything trusts the loader
    frames_init();                 // bitmap from the loader's memory map
    checkpoint_memory_map();
    pci_reserve_bus(0);            // before the first frame is handed out
    checkpoint_pci_reserved();
    heap_init();
    processes_init();              // the first to allocate from the heap
    checkpoint_heap_ready();
    process_spawn("hello");        // calls checkpoint_first_process
    while (threads_run())          // until it has ended
        ;
    script_run();                  // what ops= asks for
    serial_receive_init();         // needs the IDT
    keyboard_init();               // so does this
    shell_start();                 // banner and prompt
    checkpoint_idle();
    shell_run();                   // sleeps until somebody types
}
