# SPDX-License-Identifier: Apache-2.0
"""GRUB loads the kernel from a CD: other flags than QEMU's own loader, another
order in memory, memory maps with holes; the same promises."""

import os
import subprocess
import tempfile
import unittest

from machine import KERNEL, PAGE, Machine, changed, differences
from oracle import MIB, MODULES, Oracle
from test_boot import BootPromises, module_files

GRUB_FLAGS = 0x267  # Multiboot 1, modules aside: among them the loader's name
WORDS = "first:1;second:2 |3 $HOME *"


def make_iso(folder, **variables):
    """`make iso` as anybody would; the path of the CD."""
    path = os.path.join(folder, "kernel.iso")
    command = ["make", "-s", "-C", KERNEL, "iso", "ISO=" + path]
    command += [f"{name}={value.replace('$', '$$')}" for name, value in variables.items()]
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
    return path


class FromDisc(BootPromises):
    modules = 3

    @classmethod
    def machine(cls, folder):
        files = " ".join(module_files(folder)[:cls.modules])
        return {"start": ("-cdrom", make_iso(folder, COMMAND_LINE=WORDS, MODULES=files))}

    def test_grub_was_the_loader(self):
        self.assertEqual(self.oracle.loader_flags & ~MODULES, GRUB_FLAGS)

    def test_the_command_line_arrives_word_for_word(self):
        self.assertEqual(self.command_line, WORDS)

    def test_idle_comes_soon_enough(self):
        """GRUB's own work, more than all the rest, aside."""
        spent = self.stops[-1].instructions - self.stops[0].instructions
        self.assertLessEqual(spent, self.instructions_allowed)


class DiscWith8MiB(FromDisc, unittest.TestCase):
    memory = 8


class DiscWithoutModules(FromDisc, unittest.TestCase):
    memory, modules = 128, 0


class DiscWith4096MiB(FromDisc, unittest.TestCase):
    memory, chipset = 4096, "q35"


class Holes(unittest.TestCase):
    def test_what_grub_cuts_out_of_the_memory_map_is_never_handed_out(self):
        holes = ((5 * MIB, 6 * MIB), (32 * MIB, 40 * MIB), (64 * MIB - 1, 64 * MIB + 1))
        with tempfile.TemporaryDirectory(prefix="kernel-test-") as folder:
            disc = make_iso(folder, COMMAND_LINE="ops=alloc:300",
                            HOLES=" ".join(f"{first:#x}-{end:#x}" for first, end in holes))
            with Machine(128, start=("-cdrom", disc)) as machine:
                machine.run_to_start()
                expected = Oracle(machine).after_memory_map()
                machine.run_to("checkpoint_memory_map")
                found = machine.bitmap()
                machine.run_to("checkpoint_operation")
                taken = changed(found, machine.bitmap())
        for first, end in holes:
            expected.take(first, end)
        self.assertEqual(differences(expected, found), [])
        self.assertEqual(len(set(range(6 * MIB // PAGE, 32 * MIB // PAGE)) & set(taken)), 300)
