// SPDX-License-Identifier: Apache-2.0
// The memory map. Every address the kernel is built around is here, nowhere
// else; the linker script and the assembly include this file too.
//
// Linear addresses, high to low
//
//   0xFFFFF000  the page directory itself, seen through its entry 1023
//   0xFFC00000  every page table, seen through the same entry (4 MiB)
//   0xFF800000  kernel stacks, 4 KiB each: the one range that differs
//               from process to process (4 MiB)
//   0xFF000000  guard, never mapped
//   0xF1000000  kernel heap, frames on demand (224 MiB)
//   0xF0400000  guard, never mapped
//   0xF0000000  kernel: physical 0 to 4 MiB, linear (4 MiB)
//   0xC0000000  boot alias of physical 0 to 4 MiB while booting, then free
//   0x00000000  user space (3 GiB); identity mapping for a moment at boot
//
// Physical addresses, high to low
//
//   0x00400000  what the memory map leaves usable, handed out by frame
//   0x00100000  kernel image and modules, placed by the Multiboot loader
//   0x00080000  hardware: EBDA, VGA memory, ROMs (512 KiB)
//   0x00060000  frame bitmap, one bit for each 4 KiB of 4 GiB (128 KiB)
//   0x00002000  TSS (0x72 bytes, an IA-32 TSS takes 104 of them)
//   0x00001800  GDT (256 bytes, up to 32 descriptors)
//   0x00001000  IDT (2 KiB, 256 gates)

#pragma once

#define PAGE_TABLES_BASE       0xFFC00000
#define PAGE_DIRECTORY_BASE    0xFFFFF000
#define KERNEL_STACKS_BASE     0xFF800000
#define KERNEL_HEAP_END        0xFF000000
#define KERNEL_HEAP_BASE       0xF1000000
#define KERNEL_BASE            0xF0000000
#define ALIAS_BASE             0xC0000000
#define USER_STACK             0xBFFFF000 // a page each
#define USER_CODE              0x40000000

#define LOW_MEMORY_END         0x00400000
#define IMAGE_PHYSICAL         0x00100000
#define VGA_TEXT_PHYSICAL      0x000B8000
#define HARDWARE_PHYSICAL      0x00080000
#define FRAME_BITMAP_PHYSICAL  0x00060000
#define TSS_PHYSICAL           0x00002000
#define GDT_PHYSICAL           0x00001800
#define IDT_PHYSICAL           0x00001000

// Of anything in the first 4 MiB: where it is for the processor, and where
// the kernel sees it. `symbol` is a kernel address (0xF0000000 and above).
#define PHYSICAL_OF(symbol)    ((symbol) - KERNEL_BASE)
#define ALIAS_OF(symbol)       ((symbol) - KERNEL_BASE + ALIAS_BASE)
