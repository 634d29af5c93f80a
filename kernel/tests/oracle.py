# SPDX-License-Identifier: Apache-2.0
"""Which frames must be free, worked out without asking the kernel.

Three witnesses, none of which the kernel can influence: how QEMU has wired
its RAM (`info mtree -f`), which of it the firmware keeps (its own E820 table,
still readable in the shadow ROM), and where devices answer (`info pci`). What
the loader handed over is read from memory before the kernel's first
instruction. A frame is free if RAM covers all of it and nobody has any of it.
"""

import re
import struct

from machine import FRAMES, PAGE, differences

MIB = 1 << 20
FOUR_GIB = 1 << 32
LOW_MEMORY = 4 * MIB
SHADOW_ROM, SHADOW_ROM_SIZE = 0xE0000, 0x20000
E820_USABLE = 1
COMMAND_LINE, MODULES, MEMORY_MAP = 1 << 2, 1 << 3, 1 << 6  # Multiboot 1, flags
INFORMATION_USED = 52  # bytes of the Multiboot information up to the memory map


class Frames(bytearray):
    """One byte a frame, 1 = free, as frames_of() spreads a bitmap."""

    def __init__(self):
        super().__init__(FRAMES)

    def free(self, first, end):
        """The frames of which [first, end) covers everything."""
        self.put(-(-first // PAGE), end // PAGE, 1)

    def take(self, first, end):
        """The frames of which [first, end) covers anything."""
        self.put(first // PAGE, -(-end // PAGE), 0)

    def put(self, first, end, bit):
        first, end = min(first, FRAMES), min(end, FRAMES)
        if first < end:
            self[first:end] = bytes([bit]) * (end - first)


def wired_ram(mtree):
    """[first, end) of the RAM in `info mtree -f`, ROM and video RAM left out."""
    view = re.search(r"^ AS \"memory\".*?\n\n", mtree, re.DOTALL | re.MULTILINE)
    return [(int(first, 16), int(last, 16) + 1) for first, last in re.findall(
        r"(\w+)-(\w+) \(prio \d+, ram\): pc\.ram", view.group())]


def firmware_map(rom):
    """The E820 table in the shadow ROM: (first, end, type). It begins with
    conventional memory, from 0, and goes on where that ends."""
    for match in re.finditer(rb"(?=\0{8}(?!\0{8})(.{8})\x01\0\0\0\1)", rom, re.DOTALL):
        entries, at = [], match.start()
        while at + 20 <= len(rom):
            first, size, kind = struct.unpack_from("<QQI", rom, at)
            if size == 0 or kind == 0:
                break
            entries.append((first, first + size, kind))
            at += 20
        return entries
    raise AssertionError("no E820 table in the shadow ROM; is this SeaBIOS?")


def memory_bars(info_pci):
    """[first, end) of the memory BARs that decode below 4 GiB."""
    bars = [(int(first, 16), int(last, 16) + 1) for first, last in re.findall(
        r"BAR\d: \d+ bit (?:prefetchable )?memory at 0x(\w+) \[0x(\w+)\]", info_pci)]
    return [(first, end) for first, end in bars if first < end and first < FOUR_GIB]


def handed_over(machine):
    """[first, end) of what the loader left in memory for the kernel, the
    Multiboot information at EBX included. At the kernel's first instruction."""
    at = machine.registers()["EBX"]
    flags, _, _, _, command_line, count, modules = machine.words(at, 7)
    map_size, memory_map = machine.words(at + 44, 2)
    kept = [(at, at + INFORMATION_USED)]
    if flags & COMMAND_LINE:
        kept.append(string_at(machine, command_line))
    if flags & MEMORY_MAP:
        kept.append((memory_map, memory_map + map_size))
    if flags & MODULES:
        kept.append((modules, modules + 16 * count))
        for index in range(count):
            first, end, text, _ = machine.words(modules + 16 * index, 4)
            kept += [(first, end), string_at(machine, text)]
    return kept


def string_at(machine, address):
    return address, address + machine.physical(address, 4096).index(0) + 1


def usable_ram(mtree, rom):
    """RAM above 4 MiB that the firmware does not keep for itself."""
    wired, listed = Frames(), Frames()
    for first, end in wired_ram(mtree):
        wired.free(first, end)
    for first, end, kind in firmware_map(rom):
        if kind == E820_USABLE:
            listed.free(first, end)
    for frames in (wired, listed):
        for first, end, kind in firmware_map(rom):
            if kind != E820_USABLE:
                frames.take(first, end)
        frames.take(0, LOW_MEMORY)
    wrong = differences(wired, listed)
    assert not wrong, f"the firmware's table disagrees with QEMU's wiring: {wrong}"
    return wired


class Oracle:
    """Asked at the kernel's first instruction, answers for the whole boot."""

    def __init__(self, machine):
        self.machine = machine
        self.mtree = machine.monitor("info mtree -f")
        self.pci = machine.monitor("info pci")
        self.rom = machine.physical(SHADOW_ROM, SHADOW_ROM_SIZE)
        self.loader_flags, = machine.words(machine.registers()["EBX"], 1)
        self.handed_over = handed_over(machine)
        self.bars = memory_bars(self.pci)

    def after_memory_map(self):
        frames = usable_ram(self.mtree, self.rom)
        for first, end in self.handed_over:
            frames.take(first, end)
        return frames

    def after_pci(self):
        frames = self.after_memory_map()
        for first, end in self.bars:
            frames.take(first, end)
        return frames
