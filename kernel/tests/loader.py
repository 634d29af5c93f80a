# SPDX-License-Identifier: Apache-2.0
"""A loader of our own in place of the firmware: a ROM that enters protected
mode and jumps into the kernel with whatever is wanted in EAX and EBX.

QEMU puts the kernel's image and the Multiboot information into RAM before the
first instruction, so nothing else has run when the kernel starts.
"""

import os
import struct

from machine import ELF, LOADER_MAGIC, address_of

ROM_SIZE = 0x10000
ROM_BASE = 0x100000000 - ROM_SIZE
RESET_VECTOR = 0xFFF0
FLAT_CODE, FLAT_DATA = 0x00CF9A000000FFFF, 0x00CF92000000FFFF


def rom(eax, ebx):
    """64 KiB that the processor starts in, in real mode, at its last 16 bytes."""
    table = struct.pack("<QQQ", 0, FLAT_CODE, FLAT_DATA)
    flat = b"\x66\xB8\x10\x00"                            # mov ax, 0x10
    flat += b"\x8E\xD8\x8E\xC0\x8E\xD0"                   # mov ds, es and ss, ax
    flat += b"\xB9" + struct.pack("<I", address_of("_start"))  # mov ecx, _start
    flat += b"\xB8" + struct.pack("<I", eax)              # mov eax
    flat += b"\xBB" + struct.pack("<I", ebx)              # mov ebx
    flat += b"\xFF\xE1"                                   # jmp ecx
    pointer = struct.pack("<HI", len(table) - 1, ROM_BASE)
    flat_at = len(table) + len(pointer)
    real_at = flat_at + len(flat)
    real = b"\xFA"                                        # cli
    real += b"\x66\x2E\x0F\x01\x16" + struct.pack("<H", len(table))  # lgdt cs:pointer
    real += b"\x0F\x20\xC0\x0C\x01\x0F\x22\xC0"           # cr0 |= 1, protection
    real += b"\x66\xEA" + struct.pack("<IH", ROM_BASE + flat_at, 8)  # jmp 8:flat
    image = bytearray(b"\xFF" * ROM_SIZE)
    image[:real_at + len(real)] = table + pointer + flat + real
    distance = (real_at - RESET_VECTOR - 3) % ROM_SIZE
    image[RESET_VECTOR:RESET_VECTOR + 3] = struct.pack("<BH", 0xE9, distance)  # jmp
    return bytes(image)


def start(folder, eax=LOADER_MAGIC, ebx=0, contents=()):
    """Options for Machine: the ROM, the kernel, and (address, bytes) in RAM."""
    def file(name, data):
        path = os.path.join(folder, name)
        with open(path, "wb") as opened:
            opened.write(data)
        return path

    options = ["-bios", file("rom", rom(eax, ebx)), "-device", "loader,file=" + ELF]
    for address, data in contents:
        path = file(f"at{address:x}", data)
        options += ["-device", f"loader,file={path},addr={address:#x},force-raw=on"]
    return options


def information(flags=0x40, command_line=0, modules=(0, 0), memory_map=(0, 0)):
    """Multiboot 1 information, as far as the memory map; `modules` is their
    number and place, `memory_map` its length and place."""
    return struct.pack("<13I", flags, 640, 0, 0, command_line, *modules, 0, 0, 0, 0,
                       *memory_map)


def memory_entry(first, end, kind=1):
    return struct.pack("<IQQI", 20, first, end - first, kind)
