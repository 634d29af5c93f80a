# SPDX-License-Identifier: Apache-2.0
"""What `make` leaves behind, and that it needs little and repeats itself."""

import glob
import os
import re
import shutil
import struct
import subprocess
import tempfile
import unittest

from machine import CHECKPOINTS, ELF, KERNEL, loaded_segments, symbols

BUILD_TOOLS = "gcc as ld objdump nm make sh awk sed mkdir rm echo cat".split()


class Image(unittest.TestCase):
    def test_checkpoints_are_global_symbols_that_ascend(self):
        found = [symbols()[name] for name in CHECKPOINTS]
        self.assertEqual({kind for _, kind in found}, {"T"})
        addresses = [address for address, _ in found]
        self.assertEqual(addresses, sorted(set(addresses)))

    def test_loads_between_1_and_4_mib(self):
        _, segments = loaded_segments()
        self.assertEqual(min(first for first, _ in segments), 0x100000)
        self.assertLessEqual(max(first + size for first, size in segments), 0x400000)

    def test_multiboot_header_is_in_the_first_8_kib_and_adds_up(self):
        data, _ = loaded_segments()
        at = data.index(struct.pack("<I", 0x1BADB002))
        self.assertEqual(at % 4, 0)
        self.assertLess(at + 12, 8192)
        self.assertEqual(sum(struct.unpack_from("<3I", data, at)) & 0xFFFFFFFF, 0)

    def test_has_debugging_information_a_listing_and_a_symbol_table(self):
        data, _ = loaded_segments()
        self.assertIn(b".debug_info\0", data)
        with open(os.path.join(KERNEL, "build", "kernel.lst")) as file:
            listing = file.read()
        self.assertIn("<kernel_main>:", listing)
        self.assertIn("frames_init();", listing)
        with open(os.path.join(KERNEL, "build", "kernel.sym")) as file:
            self.assertIn(" T checkpoint_idle\n", file.read())


class Sources(unittest.TestCase):
    def test_are_each_in_the_reading_order_once(self):
        with open(os.path.join(KERNEL, "READING")) as file:
            listed = [line for line in file.read().splitlines() if re.fullmatch(r"\S+\.\w+", line)]
        found = [os.path.relpath(path, KERNEL) for pattern in ("*.[cS]", "*/*.[chS]", "*.ld")
                 for path in glob.glob(os.path.join(KERNEL, pattern)) if "/build/" not in path]
        self.assertEqual(sorted(listed), sorted(found))

    def test_say_what_they_own_need_and_give(self):
        for path in glob.glob(os.path.join(KERNEL, "*.[cS]")) + glob.glob(
                os.path.join(KERNEL, "[!b]*/*.[cS]")):
            with open(path) as file:
                opening = file.read(600)
            for word in ("SPDX-License-Identifier", "// OWNS", "// NEEDS", "// GIVES"):
                self.assertIn(word, opening, path)

    def test_build_alike_elsewhere_with_few_tools_and_few_words(self):
        with tempfile.TemporaryDirectory(prefix="kernel test ") as folder:
            copy, tools = os.path.join(folder, "copy"), os.path.join(folder, "tools")
            shutil.copytree(KERNEL, copy, ignore=shutil.ignore_patterns("build", "tests"))
            os.mkdir(tools)
            for tool in BUILD_TOOLS:
                os.symlink(shutil.which(tool), os.path.join(tools, tool))
            done = subprocess.run(["make"], cwd=copy, env={"PATH": tools}, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.assertEqual(done.returncode, 0, done.stdout)
            for line in done.stdout.splitlines():
                self.assertRegex(line, r"^(AS|CC|LD)   \S+$")
            with open(ELF, "rb") as here, open(os.path.join(copy, "build/kernel.elf"), "rb") as there:
                self.assertEqual(here.read(), there.read(), "the images differ")
