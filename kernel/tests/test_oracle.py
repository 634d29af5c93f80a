# SPDX-License-Identifier: Apache-2.0
"""The oracle can say no: a bitmap with one wrong frame is refused, and the
witnesses' words are understood as they are meant."""

import struct
import tempfile
import unittest

from machine import FRAMES, PAGE, Machine, differences, frames_of
from oracle import FOUR_GIB, LOW_MEMORY, MIB, Oracle
from oracle import firmware_map, memory_bars, usable_ram, wired_ram

MTREE = """FlatView #1
 AS "vga-device", root: bus master container
  0000000000000000-ffffffffffffffff (prio 0, ram): pc.ram

FlatView #2
 AS "memory", root: system
 AS "cpu-memory-0", root: system
 Root memory region: system
  0000000000000000-000000000009ffff (prio 0, ram): pc.ram
  00000000000a0000-00000000000bffff (prio 1, i/o): vga-lowmem
  00000000000c0000-00000000000fffff (prio 0, rom): pc.ram @00000000000c0000
  0000000000100000-0000000007ffffff (prio 0, ram): pc.ram @0000000000100000
  00000000f8000000-00000000fbffffff (prio 1, ram): vga.vram
  0000000100000000-000000013fffffff (prio 0, ram): pc.ram @0000000080000000

FlatView #3
"""

PCI = """
      BAR0: I/O at 0xc000 [0xc03f].
      BAR1: 32 bit memory at 0xfebf1000 [0xfebf10ff].
      BAR2: 64 bit prefetchable memory at 0xfc000000 [0xfc003fff].
      BAR4: 64 bit prefetchable memory at 0x380000000000 [0x380000003fff].
      BAR6: 32 bit memory at 0xffffffffffffffff [0x0003fffe].
      memory range [0xfe400000, 0xfe5fffff]
"""

CONVENTIONAL = (0, 0x9FC00, 1)


def firmware(*entries):
    """A shadow ROM with an E820 table in it, as (first, end, type)."""
    table = b"".join(struct.pack("<QQI", first, end - first, kind)
                     for first, end, kind in (CONVENTIONAL, (0x9FC00, 0xA0000, 2), *entries))
    return b"\x90" * 1000 + table + bytes(1000)


class Witnesses(unittest.TestCase):
    def test_only_the_processors_view_counts_and_only_ram_in_it(self):
        self.assertEqual(wired_ram(MTREE), [
            (0, 0xA0000), (MIB, 128 * MIB), (FOUR_GIB, FOUR_GIB + 1024 * MIB)])

    def test_bars_are_memory_decoded_and_below_4_gib(self):
        self.assertEqual(memory_bars(PCI), [
            (0xFEBF1000, 0xFEBF1100), (0xFC000000, 0xFC004000)])

    def test_the_firmwares_table_is_found_in_its_rom(self):
        rom = firmware((MIB, 127 * MIB, 1), (127 * MIB, 128 * MIB, 2))
        self.assertEqual(firmware_map(rom)[0], CONVENTIONAL)
        self.assertEqual(firmware_map(rom)[2:], [(MIB, 127 * MIB, 1), (127 * MIB, 128 * MIB, 2)])

    def test_no_table_is_said_aloud(self):
        with self.assertRaisesRegex(AssertionError, "no E820 table"):
            firmware_map(bytes(4096))

    def test_what_the_firmware_keeps_is_not_usable(self):
        rom = firmware((MIB, 128 * MIB, 1), (64 * MIB + 1, 64 * MIB + 2, 2))
        found = usable_ram(MTREE, rom)
        self.assertEqual(found.index(1), LOW_MEMORY // PAGE)
        self.assertEqual(found.index(0, 1024), 64 * MIB // PAGE)
        self.assertEqual(sum(found), 124 * MIB // PAGE - 1)

    def test_witnesses_that_disagree_are_not_believed(self):
        with self.assertRaisesRegex(AssertionError, "frame 32512 .* is allocated"):
            usable_ram(MTREE, firmware((MIB, 127 * MIB, 1)))


class SpoiledBitmaps(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.NamedTemporaryFile() as file:
            file.truncate(6 * MIB + 1)
            with Machine(128, options=("-vga", "std", "-initrd", file.name)) as machine:
                machine.run_to_start()
                oracle = Oracle(machine)
                machine.run_to("checkpoint_memory_map")
                cls.found = frames_of(machine.physical(0x60000, 131072))
        cls.expected = oracle.after_pci()
        cls.bars = oracle.bars
        cls.module = max(oracle.handed_over, key=lambda kept: kept[1] - kept[0])
        cls.top = cls.expected.rindex(1) + 1

    def assert_refused(self, *frames):
        for frame in frames:
            with self.subTest(f"0x{frame * PAGE:08X}"):
                spoiled = bytearray(self.found)
                spoiled[frame] ^= 1
                complaint, count = differences(self.expected, bytes(spoiled))
                self.assertIn(f"frame {frame} (0x{frame * PAGE:08X}) is "
                              + ("free" if spoiled[frame] else "allocated"), complaint)
                self.assertEqual(count, "1 frames")

    def test_the_real_one_is_accepted(self):
        self.assertEqual(differences(self.expected, self.found), [])

    def test_first_and_last_frame_there_are(self):
        self.assert_refused(0, FRAMES - 1)

    def test_at_4_mib(self):
        self.assert_refused(1023, 1024)

    def test_at_the_top_of_usable_and_of_wired_ram(self):
        self.assert_refused(self.top - 1, self.top, 128 * MIB // PAGE - 1, 128 * MIB // PAGE)

    def test_at_both_ends_of_a_module(self):
        first, end = self.module
        self.assertGreater(end, LOW_MEMORY)
        self.assert_refused(first // PAGE, end // PAGE, end // PAGE + 1)

    def test_at_both_ends_of_every_bar(self):
        self.assertGreaterEqual(len(self.bars), 2)
        for first, end in self.bars:
            self.assert_refused(first // PAGE - 1, first // PAGE, (end - 1) // PAGE, -(-end // PAGE))
