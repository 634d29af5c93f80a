# SPDX-License-Identifier: Apache-2.0
"""The bitmap from memory maps and modules that no ordinary machine has."""

import os
import struct
import tempfile
import unittest

from machine import FRAMES, PAGE, Machine, differences, frames_of

USABLE, RESERVED, ACPI = 1, 2, 3
MIB = 1 << 20


def entry(first, end, kind=USABLE, extra=b""):
    return struct.pack("<IQQI", 20 + len(extra), first, end - first, kind) + extra


def boot_with_map(entries, place=0x70000):
    """Puts a memory map of ours before the kernel's eyes; returns its bitmap."""
    with Machine(128) as machine:
        machine.run_to("_start")
        information = machine.registers()["EBX"]
        data = b"".join(entries)
        machine.write(place, data)
        machine.write(information + 44, struct.pack("<II", len(data), place))
        machine.run_to("checkpoint_memory_map")
        return frames_of(machine.physical(0x60000, 131072))


class MemoryMap(unittest.TestCase):
    def assert_free(self, found, *ranges):
        """Exactly the frames [first, end) of these are free."""
        expected = bytearray(FRAMES)
        for first, end in ranges:
            expected[first:end] = b"\1" * (end - first)
        self.assertEqual(differences(bytes(expected), found), [])

    def test_a_partly_usable_frame_is_not_usable(self):
        found = boot_with_map([entry(16 * MIB + 1, 32 * MIB + 4095)])
        self.assert_free(found, (4097, 8192))

    def test_a_partly_reserved_frame_is_not_usable(self):
        found = boot_with_map([entry(16 * MIB, 32 * MIB),
                               entry(20 * MIB + 4095, 24 * MIB + 1, RESERVED)])
        self.assert_free(found, (4096, 5120), (6145, 8192))

    def test_reserved_wins_over_usable_in_whatever_order(self):
        usable, taken = entry(16 * MIB, 32 * MIB), entry(18 * MIB, 19 * MIB, ACPI)
        for entries in ([usable, taken], [taken, usable]):
            self.assert_free(boot_with_map(entries), (4096, 4608), (4864, 8192))

    def test_a_hole_between_usable_ranges_stays_allocated(self):
        found = boot_with_map([entry(0, 16 * MIB), entry(64 * MIB, 80 * MIB)])
        self.assert_free(found, (1024, 4096), (16384, 20480))

    def test_ranges_inside_one_word_of_the_bitmap(self):
        found = boot_with_map([entry(32 * MIB, 48 * MIB),
                               entry(32 * MIB + 3 * PAGE, 32 * MIB + 5 * PAGE, RESERVED)])
        self.assert_free(found, (8192, 8195), (8197, 12288))

    def test_nothing_at_or_above_4_gib_counts(self):
        found = boot_with_map([entry(16 * MIB, 32 * MIB),
                               entry(4096 * MIB, 8192 * MIB),
                               entry((1 << 40) + 64 * MIB, (1 << 40) + 128 * MIB, RESERVED),
                               entry(4096 * MIB - PAGE, 4097 * MIB)])
        self.assert_free(found, (4096, 8192), (FRAMES - 1, FRAMES))

    def test_a_length_that_wraps_reaches_to_the_top(self):
        found = boot_with_map([
            entry(16 * MIB, 4096 * MIB),
            struct.pack("<IQQI", 20, 32 * MIB, (1 << 64) - 1, RESERVED)])
        self.assert_free(found, (4096, 8192))

    def test_empty_entries_and_entries_longer_than_today_are_understood(self):
        found = boot_with_map([entry(16 * MIB, 16 * MIB), entry(16 * MIB, 32 * MIB, extra=b"more"),
                               entry(20 * MIB, 20 * MIB, RESERVED)])
        self.assert_free(found, (4096, 8192))

    def test_as_many_entries_as_the_kernel_promises_to_take(self):
        found = boot_with_map([entry(i * MIB, (i + 1) * MIB) for i in range(180)])
        self.assert_free(found, (1024, 180 * 256))

    def test_a_map_above_4_mib_is_read_and_its_frames_are_kept(self):
        found = boot_with_map([entry(16 * MIB, 32 * MIB)], place=20 * MIB + 4090)
        self.assert_free(found, (4096, 5120), (5122, 8192))


class Modules(unittest.TestCase):
    def test_a_module_that_reaches_above_4_mib_is_kept(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(os.urandom(6 * MIB + 1))
            file.flush()
            with Machine(128, options=("-initrd", file.name + " argument")) as machine:
                machine.run_to("_start")
                information = machine.registers()["EBX"]
                count, modules = struct.unpack("<II", machine.physical(information + 20, 8))
                first, end = struct.unpack("<II", machine.physical(modules, 8))
                machine.run_to("checkpoint_memory_map")
                found = frames_of(machine.physical(0x60000, 131072))
        self.assertEqual((count, end - first), (1, 6 * MIB + 1))
        self.assertGreater(end, 4 * MIB)
        behind = (end + PAGE - 1) // PAGE
        self.assertNotIn(1, found[:behind])
        self.assertEqual(found.index(1), behind)
