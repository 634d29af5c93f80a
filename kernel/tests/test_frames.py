# SPDX-License-Identifier: Apache-2.0
"""Frames handed out and taken back, and PCI memory never handed out at all.

The kernel's own functions are called from outside, one by one, and judged by
the bitmap in raw memory.
"""

import random
import re
import struct
import unittest

from machine import FRAMES, PAGE, Machine, address_of, differences
from test_memory_map import MIB, RESERVED, entry
from test_refusals import Ending


class Frames(Ending):
    def assert_taken(self, machine, before, *frames):
        """The bitmap and the kernel's count are what was, less these."""
        expected = bytearray(before)
        for frame in frames:
            expected[frame] = 0
        self.assertEqual(differences(bytes(expected), machine.bitmap()), [])
        self.assertEqual(machine.free_count(), sum(expected))

    def test_the_lowest_free_frame_comes_first_and_goes_back(self):
        with Machine() as machine:
            machine.run_to("checkpoint_pci_reserved")
            before = machine.bitmap()
            frames = [machine.call("frame_alloc") // PAGE for _ in range(40)]
            self.assertEqual(frames, list(range(1024, 1064)))
            self.assert_taken(machine, before, *frames)
            for frame in (1050, 1030):
                machine.call("frame_free", frame * PAGE)
            self.assertEqual(machine.call("frame_alloc"), 1030 * PAGE)
            self.assertEqual(machine.call("frame_alloc"), 1050 * PAGE)
            for frame in frames:
                machine.call("frame_free", frame * PAGE)
            self.assert_taken(machine, before)

    def test_a_run_is_the_lowest_that_is_long_enough(self):
        with Machine() as machine:
            machine.run_to("checkpoint_pci_reserved")
            before = machine.bitmap()
            self.assertEqual(machine.call("frame_alloc_contiguous", 100), 1024 * PAGE)
            for frame in (*range(1030, 1034), *range(1060, 1100)):
                machine.call("frame_free", frame * PAGE)
            self.assertEqual(machine.call("frame_alloc_contiguous", 5), 1060 * PAGE)
            self.assertEqual(machine.call("frame_alloc_contiguous", 4), 1030 * PAGE)
            self.assertEqual(machine.call("frame_alloc_contiguous", 1000), 1124 * PAGE)
            self.assert_taken(machine, before, *range(1024, 1065), *range(1100, 2124))
            self.assertEqual(machine.call("frame_alloc_contiguous", 0), 0)
            self.assertEqual(machine.call("frame_alloc_contiguous", FRAMES), 0)

    def test_memory_that_is_all_gone_is_said_and_can_come_back(self):
        with Machine(6) as machine:
            machine.run_to("checkpoint_pci_reserved")
            before = machine.bitmap()
            self.assertEqual(machine.call("frame_alloc_contiguous", 450), 1024 * PAGE)
            while frame := machine.call("frame_alloc"):
                last = frame
            self.assert_taken(machine, before, *range(FRAMES))
            self.assertEqual(machine.call("frame_alloc_contiguous", 1), 0)
            machine.call("frame_free", last)
            self.assertEqual(machine.call("frame_alloc"), last)

    def test_random_work_agrees_with_a_model(self):
        seed = random.randrange(1 << 32)
        chance = random.Random(seed)
        with self.subTest(seed=seed), Machine(8) as machine:
            machine.run_to("checkpoint_pci_reserved")
            free = {frame for frame, is_free in enumerate(machine.bitmap()) if is_free}
            taken = []
            for _ in range(200):
                if taken and chance.random() < 0.5:
                    frame = taken.pop(chance.randrange(len(taken)))
                    machine.call("frame_free", frame * PAGE)
                    free.add(frame)
                    continue
                count = chance.choice([1, 1, 2, 7, 33])
                first = next((frame for frame in sorted(free) if all(
                    frame + i in free for i in range(count))), 0)
                got = (machine.call("frame_alloc") if count == 1
                       else machine.call("frame_alloc_contiguous", count))
                self.assertEqual(got, first * PAGE)
                if first == 0: # there is no run that long
                    continue
                taken += range(first, first + count)
                free -= set(range(first, first + count))
            self.assertEqual([i for i, is_free in enumerate(machine.bitmap()) if is_free],
                             sorted(free))

    def refusal(self, frame, reason, first=None):
        with Machine() as machine:
            machine.run_to("checkpoint_pci_reserved")
            if first:
                machine.call(first)
            machine.start_call("frame_free", frame)
            self.assert_refused(machine, f"frames: cannot free 0x{frame:08X}: {reason}")

    def test_freeing_twice_is_caught(self):
        self.refusal(1025 * PAGE, "free already", first="frame_alloc")

    def test_freeing_what_was_never_handed_out_is_caught(self):
        for frame in (0, 0x00060000, 0x003FF000, 128 * MIB - PAGE, 128 * MIB, 0xFFFFF000):
            with self.subTest(frame=hex(frame)):
                self.refusal(frame, "reserved, it was never handed out")
        self.refusal(0x00400004, "not the first byte of a frame")


class PciMemory(Ending):
    """Under a memory map that claims all of 4 GiB for RAM, exactly the BARs
    that QEMU itself lists must be missing."""

    def bars(self, machine):
        text = machine.monitor("info pci")
        found = [(int(first, 16), int(last, 16)) for first, last in re.findall(
            r"BAR[0-5]: \d\d bit (?:prefetchable )?memory at 0x(\w+) \[0x(\w+)\]", text)]
        return [(first, last) for first, last in found if last > first]

    def check(self, chipset, *devices, wanted):
        options = [word for device in devices for word in ("-device", device)]
        with Machine(128, chipset, options) as machine:
            machine.run_to("_start")
            information = machine.registers()["EBX"]
            all_usable = entry(0, 4096 * MIB)
            machine.write(0x70000, all_usable)
            machine.write(information + 44, struct.pack("<II", len(all_usable), 0x70000))
            before = machine.monitor("info pci")
            machine.run_to("checkpoint_memory_map")
            expected = bytearray(machine.bitmap())
            self.assertEqual(sum(expected), FRAMES - 1024)
            bars = self.bars(machine)
            self.assertEqual(len(bars), wanted, before)
            for first, last in bars:
                for frame in range(first // PAGE, min(last // PAGE + 1, FRAMES)):
                    expected[frame] = 0
            machine.run_to("checkpoint_pci_reserved")
            self.assertEqual(differences(bytes(expected), machine.bitmap()), [])
            self.assertEqual(machine.free_count(), sum(expected))
            self.assertEqual(machine.monitor("info pci"), before, "a BAR was moved")

    def test_no_device(self):
        self.check("pc", wanted=0)

    def test_a_large_one(self):
        self.check("pc", "VGA,vgamem_mb=64", wanted=2)

    def test_several_functions_of_one_device(self):
        self.check("pc", "e1000,addr=5.0,multifunction=on,romfile=",
                   "e1000,addr=5.3,romfile=", "rtl8139,addr=6,romfile=", wanted=3)

    def test_64_bits_and_behind_bridges(self):
        self.check("pc", "virtio-net-pci,romfile=", "pci-bridge,id=b1,chassis_nr=1",
                   "pci-bridge,id=b2,bus=b1,chassis_nr=2,addr=1", "e1000,bus=b2,addr=3,romfile=",
                   "VGA,bus=b1,addr=2", wanted=7)

    def test_another_chipset(self):
        self.check("q35", "e1000e,romfile=", "pcie-root-port,id=r1,chassis=1",
                   "virtio-net-pci,bus=r1,romfile=", wanted=7)
