# SPDX-License-Identifier: Apache-2.0
"""`make debug`: gdb, stopped in kernel_main, with names and source lines."""

import subprocess
import unittest

from machine import KERNEL

CONVERSATION = """\
info symbol $pc
backtrace
info source
ptype boot_information.range_count
kill
"""


class Debugger(unittest.TestCase):
    def test_stops_in_kernel_main_and_shows_the_source(self):
        done = subprocess.run(["make", "-s", "debug"], cwd=KERNEL, input=CONVERSATION, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        for words in (r"Breakpoint 1, kernel_main \(\) at \S*main.c:\d+",
                      r"\n\d+\s+serial_init\(\);",
                      r"kernel_main in section .text",
                      r"#1 .* in kernel_start \(\) at boot/entry.S:\d+",
                      r"Located in .*/main.c",
                      r"type = unsigned int"):
            self.assertRegex(done.stdout, words)
        self.assertEqual(done.returncode, 0)
