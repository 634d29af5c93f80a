# SPDX-License-Identifier: Apache-2.0
"""Whatever a loader hands over, there is a prompt or one clear line and a
halt; never silence, never a triple fault. The loader here is our own."""

import os
import random
import struct
import tempfile
import unittest

import loader
from machine import FRAMES, LOADER_MAGIC, PAGE, Machine, differences, frames_of
from oracle import MIB, Frames
from test_refusals import Ending

MULTIBOOT_2_MAGIC = 0x36D76289
ROM_OF_ONES = 0xFFFF8000
NOTHING_THERE = 0xC0000000
INFORMATION = 0x00500000


class OwnLoader(Ending):
    def machine(self, **handed_over):
        folder = tempfile.TemporaryDirectory(prefix="kernel-test-")
        self.addCleanup(folder.cleanup)
        return Machine(16, start=loader.start(folder.name, **handed_over))


class Loaders(OwnLoader):
    def refused(self, message, **handed_over):
        with self.machine(**handed_over) as machine:
            self.assert_refused(machine, message)

    def test_ours_is_as_good_as_any(self):
        """The information, the map and a module, all above 4 MiB, are kept."""
        command_line, module, memory_map = (INFORMATION + i * 2 * PAGE for i in (1, 2, 3))
        entries = loader.memory_entry(0, 0x9F000) + loader.memory_entry(MIB, 16 * MIB)
        handed_over = loader.information(
            flags=0x4C, command_line=command_line, modules=(1, module),
            memory_map=(len(entries), memory_map))
        with self.machine(ebx=INFORMATION, contents=(
                (INFORMATION, handed_over), (command_line, b"kernel words\0"),
                (module, struct.pack("<4I", module + PAGE - 1, module + PAGE + 1, 0, 0)),
                (memory_map, entries))) as machine:
            machine.run_to_start()
            self.assertEqual(machine.command_line(), "kernel words")
            machine.run_to("checkpoint_memory_map")
            found = frames_of(machine.physical(0x60000, FRAMES // 8))
            machine.run_to("checkpoint_idle")
        expected = Frames()
        expected.free(4 * MIB, 16 * MIB)
        for first in (INFORMATION, command_line, module, module + PAGE, memory_map):
            expected.take(first, first + 1)
        self.assertEqual(differences(expected, found), [])

    def test_not_multiboot(self):
        for eax in (0, MULTIBOOT_2_MAGIC, LOADER_MAGIC + 1, 0xFFFFFFFF):
            with self.subTest(hex(eax)):
                self.refused("boot: not loaded by a Multiboot 1 loader", eax=eax, ebx=0xFFFFFFF0)

    def test_information_that_is_not_there(self):
        for name, ebx in (("at 0", 0), ("where nothing is", NOTHING_THERE)):
            with self.subTest(name):
                self.refused("boot: the loader gave no memory map", ebx=ebx)

    def test_information_of_all_ones(self):
        """Every flag, 4 Gi modules, a memory map that ends before it begins."""
        self.refused("boot: too many ranges of memory", ebx=ROM_OF_ONES)

    def test_a_command_line_without_end(self):
        """No zero in all of RAM behind it."""
        handed_over = loader.information(flags=0x44, command_line=INFORMATION + 52)
        letters = b"x" * (16 * MIB - INFORMATION - len(handed_over))
        self.refused("boot: the command line is longer than 1023", ebx=INFORMATION,
                     contents=((INFORMATION, handed_over + letters),))


class Nonsense(OwnLoader):
    """Random pointers and lengths, again and again. Only this much is true:
    no range is called usable that is not RAM."""

    TRIES = 12

    def test_ends_in_a_prompt_or_in_one_line_and_a_halt(self):
        seed = int(os.environ.get("SEED") or random.randrange(1 << 32))
        print(f"      Nonsense: SEED={seed}", flush=True)
        for number in range(self.TRIES):
            chance = random.Random(f"{seed} {number}")
            with self.subTest(f"SEED={seed}, number {number}"):
                with self.machine(**self.handed_over(chance)) as machine:
                    machine.resume()
                    text = machine.read_until_any("kernel> ", "halted\n")
                    if text.endswith("halted\n"):
                        self.assertRegex(text, r"^PANIC: (boot|frames): [^\n]+\nhalted\n$")
                        self.assert_halted(machine)

    def handed_over(self, chance):
        place = chance.choice((0x500, 0x70000, INFORMATION, 16 * MIB - 64))
        pointers = (0, 3, 0x60000, 0xA0000, 0xFFFFF, 0x100000, 4 * MIB - 7, INFORMATION + 4000,
                    16 * MIB - 5, NOTHING_THERE, ROM_OF_ONES, 0xFFFFFFFF, chance.getrandbits(32))
        lengths = (0, 1, 2, 23, 24, 48, 4095, 1 << 20, 0x7FFFFFFF, 0xFFFFFFFF)
        entries = loader.memory_entry(4 * MIB, 16 * MIB) * chance.randrange(2)
        entries += b"".join(self.entry(chance) for _ in range(chance.randrange(3)))
        return {"ebx": place, "contents": (
            (place, loader.information(
                flags=chance.getrandbits(32) | chance.choice((0x40, 0x4C)),
                command_line=chance.choice(pointers),
                modules=(chance.choice(lengths), chance.choice(pointers)),
                memory_map=chance.choice((
                    (len(entries), INFORMATION + 4000),
                    (chance.choice(lengths), chance.choice(pointers)))))),
            (INFORMATION + 4000, entries + chance.randbytes(100)))}

    def entry(self, chance):
        size = chance.choice((20, 20, 20, 20, 24, 0, 19, 1 << 31))
        first, end = sorted(chance.randrange(4 * MIB, 16 * MIB) for _ in range(2))
        if chance.random() < 0.5:
            return struct.pack("<IQQI", size, first, end - first, 1)
        return struct.pack("<IQQI", size, chance.getrandbits(32), chance.getrandbits(20),
                           chance.randrange(2, 1 << 32))
