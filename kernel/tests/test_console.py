# SPDX-License-Identifier: Apache-2.0
"""The prompt: what is typed comes back, what is asked is answered."""

import unittest

from machine import Machine


class Console(unittest.TestCase):
    def ask(self, machine, line):
        machine.type(line)
        return machine.read_until("kernel> ")

    def test_a_conversation(self):
        with Machine() as machine:
            machine.resume()
            machine.read_until("kernel> ")
            with self.subTest("what is typed is echoed, backspace takes it back"):
                self.assertTrue(self.ask(machine, "hexx\b\x7flp\r").startswith(
                    "hexx\b \b\b \blp\n  help "))
            with self.subTest("Ctrl-U takes the line back"):
                self.assertTrue(self.ask(machine, "nonsense\x15\r").endswith(
                    "nonsense" + "\b \b" * 8 + "\nkernel> "))
            with self.subTest("CR LF and LF end a line, once"):
                self.assertEqual(self.ask(machine, "\r\n"), "\nkernel> ")
                self.assertEqual(self.ask(machine, "\n"), "\nkernel> ")
            with self.subTest("an unknown command is named"):
                self.assertIn("  helpme: not a command, try help\n", self.ask(machine, "helpme\r"))
            with self.subTest("a walk shows both levels"):
                answer = self.ask(machine, "walk 0xF0060000\r")
                self.assertIn("page directory entry 960", answer)
                self.assertIn("page table entry 96 ", answer)
                self.assertIn("0xF0060000 is physical 0x00060000", answer)
            with self.subTest("no address is not address 0"):
                for wrong in ("0x", "12g", "@", "123456789"):
                    self.assertIn(f"  walk {wrong}: not a hexadecimal address\n",
                                  self.ask(machine, f"walk {wrong}\r"))
            with self.subTest("words too few or too many, numbers too large, are refused"):
                for wrong in ("walk", "walk 1 2", "mem 1", "stress 1", "free"):
                    self.assertIn(f"  {wrong}: not so many words, try help\n",
                                  self.ask(machine, wrong + "\r"))
                for wrong in ("alloc 4294967296", "alloc 1f", "alloc -1", "alloc 0x1"):
                    self.assertIn(f"  {wrong}: not a number\n", self.ask(machine, wrong + "\r"))
            with self.subTest("frames are taken and given back by number"):
                self.assertIn("  allocation 1: 3 frames from 0x0040", self.ask(machine, "alloc 3\r"))
                self.assertIn("  allocation 2: 1 frames from 0x0040", self.ask(machine, "  alloc  \r"))
                self.assertEqual("free 1\nkernel> ", self.ask(machine, "free 1\r"))
                self.assertEqual("free 2\nkernel> ", self.ask(machine, "free 2\r"))
                for wrong in ("free 1", "free 0", "free 65"):
                    self.assertIn(f"  {wrong}: no such allocation", self.ask(machine, wrong + "\r"))
                for wrong in ("alloc 0", "alloc 1000000"):
                    self.assertIn(f"  {wrong}: no run of free frames is that long",
                                  self.ask(machine, wrong + "\r"))
            with self.subTest("a page is mapped and unmapped"):
                self.assertEqual("map 40000000\nkernel> ", self.ask(machine, "map 40000000\r"))
                self.assertIn((0x40000000, 0x40001000, "urw"), machine.mapped())
                self.assertIn("there is a page already", self.ask(machine, "map 40000000\r"))
                self.assertIn("nothing may be mapped there", self.ask(machine, "map f0400000\r"))
                self.assertEqual("unmap 40000000\nkernel> ", self.ask(machine, "unmap 40000000\r"))
                self.assertIn("no page to unmap there", self.ask(machine, "unmap 40000000\r"))
            with self.subTest("a line longer than the buffer is cut, not spilled"):
                self.assertIn("  " + "x" * 79 + ": not a command", self.ask(machine, "x" * 200 + "\r"))
            with self.subTest("what is mapped agrees with QEMU"):
                self.ask(machine, "map 80000000\r")
                answer = self.ask(machine, "map\r")
                lines = [line.split() for line in answer.splitlines() if "physical 0x" in line]
                said = [(int(words[0][:10], 16), int(words[0][11:], 16) + 1,
                         {"uw": "urw", "kw": "-rw", "kr": "-r-"}[words[3]]) for words in lines]
                self.assertEqual(said, machine.mapped())

    def test_waiting_is_sleeping_with_interrupts_on(self):
        with Machine() as machine:
            machine.resume()
            machine.read_until("kernel> ")
            self.ask(machine, "\r")
            self.assertEqual(machine.wait_for_halt()["IF"], 1)

    def test_screen_and_serial_show_the_same(self):
        with Machine(options=("-vga", "std")) as machine:
            machine.resume()
            text = machine.read_until("kernel> ") + self.ask(machine, "help\r")
            machine.wait_for_halt()
            cells = machine.physical(0xB8000, 80 * 25 * 2)[::2].decode("ascii")
        screen = [cells[row * 80:row * 80 + 80].rstrip() for row in range(25)]
        self.assertEqual("\n".join(screen).rstrip(),
                         "\n".join(line.rstrip() for line in text.splitlines()))

    def test_the_keyboard_types_like_the_serial_port(self):
        with Machine(options=("-vga", "std")) as machine:
            machine.resume()
            machine.read_until("kernel> ")
            keys = "w a l k spc f 0 0 6 0 0 0 1 backspace shift-a shift-minus ret"
            for key in keys.split():
                machine.press(key)
            self.assertIn("walk f0060001\b \bA_\n  walk f006000A_: not a hexadecimal address",
                          machine.read_until("kernel> "))
            for key in "m e m ret".split():
                machine.press(key)
            self.assertIn("mem\n  usable", machine.read_until("kernel> "))

    def test_every_key_of_a_us_keyboard(self):
        rows = (("1234567890-=", "!@#$%^&*()_+"), ("qwertyuiop[]", "QWERTYUIOP{}"),
                ("asdfghjkl;'`\\", "ASDFGHJKL:\"~|"), ("zxcvbnm,./ ", "ZXCVBNM<>? "))
        names = dict(zip("-=[];'`\\,./ ", "minus equal bracket_left bracket_right semicolon "
                         "apostrophe grave_accent backslash comma dot slash spc".split()))
        with Machine() as machine:
            machine.resume()
            machine.read_until("kernel> ")
            for plain, shifted in rows:
                for prefix, wanted in (("", plain), ("shift-", shifted)):
                    for key, character in zip(plain, wanted):
                        machine.press(prefix + names.get(key, key))
                        machine.read_until(character)
                    machine.type("\x15")

    def test_the_screen_scrolls(self):
        with Machine(options=("-vga", "std")) as machine:
            machine.resume()
            machine.read_until("kernel> ")
            for _ in range(30):
                self.ask(machine, "\r")
            self.ask(machine, "last\r")
            machine.wait_for_halt()
            cells = machine.physical(0xB8000, 80 * 25 * 2)[::2].decode("ascii")
        screen = [cells[row * 80:row * 80 + 80].rstrip() for row in range(25)]
        self.assertEqual(screen[21:], ["kernel>", "kernel> last",
                                       "  last: not a command, try help", "kernel>"])
