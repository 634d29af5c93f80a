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
            with self.subTest("CR LF and LF end a line, once"):
                self.assertEqual(self.ask(machine, "\r\n"), "\nkernel> ")
                self.assertEqual(self.ask(machine, "\n"), "\nkernel> ")
            with self.subTest("an unknown command is named"):
                self.assertIn('not a command: "helpme"; try help', self.ask(machine, "helpme\r"))
            with self.subTest("a walk shows both levels"):
                answer = self.ask(machine, "walk 0xF0060000\r")
                self.assertIn("page directory entry 960", answer)
                self.assertIn("page table entry 96 ", answer)
                self.assertIn("0xF0060000 is physical 0x00060000", answer)
            with self.subTest("no address is not address 0"):
                for wrong in ("", "0x", "12g", "123456789"):
                    self.assertIn(f'not a hexadecimal address: "{wrong}"',
                                  self.ask(machine, f"walk {wrong}\r"))
            with self.subTest("a line longer than the buffer is cut, not spilled"):
                self.assertIn('"' + "x" * 79 + '"', self.ask(machine, "x" * 200 + "\r"))
            with self.subTest("what is mapped agrees with QEMU"):
                answer = self.ask(machine, "map\r")
                lines = [line.split() for line in answer.splitlines() if "physical 0x" in line]
                said = [(int(words[0][:10], 16), int(words[0][11:], 16) + 1,
                         "-" + {"kw": "rw", "kr": "r-"}[words[3]]) for words in lines]
                self.assertEqual(said, machine.mapped())

    def test_waiting_is_sleeping_with_interrupts_on(self):
        with Machine() as machine:
            machine.resume()
            machine.read_until("kernel> ")
            self.ask(machine, "\r")
            machine.wait_for_halt()
            self.assertEqual(machine.registers()["IF"], 1)

    def test_screen_and_serial_show_the_same(self):
        with Machine(options=("-vga", "std")) as machine:
            machine.resume()
            text = machine.read_until("kernel> ") + self.ask(machine, "help\r")
            machine.wait_for_halt()
            cells = machine.physical(0xB8000, 80 * 25 * 2)[::2].decode("ascii")
        screen = [cells[row * 80:row * 80 + 80].rstrip() for row in range(25)]
        self.assertEqual("\n".join(screen).rstrip(),
                         "\n".join(line.rstrip() for line in text.splitlines()))

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
                                       '  not a command: "last"; try help', "kernel>"])
