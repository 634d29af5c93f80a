# SPDX-License-Identifier: Apache-2.0
"""What the kernel cannot work with gets one clear line and a halt."""

import struct
import unittest

from machine import Machine


class Ending(unittest.TestCase):
    def assert_refused(self, machine, message, printed=0):
        """One line says why, behind so many that a boot prints anyway."""
        machine.resume()
        text = machine.read_until("halted\n")
        lines = [line for line in text.splitlines() if line]
        self.assertEqual(len(lines), printed + 2, text)
        self.assertTrue(lines[printed].startswith("PANIC: " + message), text)
        self.assert_halted(machine)

    def assert_halted(self, machine):
        machine.wait_for_halt()
        machine.interrupt()
        registers = machine.registers()
        self.assertEqual((registers["HLT"], registers["IF"]), (1, 0))


class Refusals(Ending):
    def at_start(self, machine):
        machine.run_to("_start")
        return machine.registers()["EBX"]

    def test_not_loaded_by_multiboot(self):
        with Machine() as machine:
            self.at_start(machine)
            machine.set_eax(0)
            self.assert_refused(machine, "boot: not loaded by a Multiboot 1 loader")

    def test_no_memory_map(self):
        with Machine() as machine:
            machine.write(self.at_start(machine), struct.pack("<I", 0x0F))
            self.assert_refused(machine, "boot: the loader gave no memory map")

    def test_a_memory_map_entry_of_impossible_size(self):
        for size in (0, 19, 21, 0xFFFFFFFF):
            with self.subTest(size=size), Machine() as machine:
                information = self.at_start(machine)
                machine.write(0x70000, struct.pack("<IQQI", size, 0, 1 << 30, 1))
                machine.write(information + 44, struct.pack("<II", 24, 0x70000))
                self.assert_refused(machine, "boot: the loader's memory map has an entry")

    def test_a_memory_map_without_end(self):
        with Machine() as machine:
            information = self.at_start(machine)
            machine.write(0x70000, struct.pack("<IQQI", 20, 0, 1 << 30, 1) * 193)
            machine.write(information + 44, struct.pack("<II", 193 * 24, 0x70000))
            self.assert_refused(machine, "boot: too many ranges of memory")

    def test_more_modules_than_can_be_kept(self):
        with Machine() as machine:
            information = self.at_start(machine)
            machine.write(information, struct.pack("<I", 0x48))
            machine.write(information + 20, struct.pack("<II", 1000, 0x70000))
            self.assert_refused(machine, "boot: too many ranges of memory")

    def test_too_little_ram(self):
        for memory in (2, 4, 5):
            with self.subTest(memory=memory), Machine(memory) as machine:
                self.assert_refused(machine, "frames: too little RAM, wanted 1024 KiB")

    def test_the_smallest_machine_that_will_do(self):
        with Machine(6) as machine:
            machine.run_to("checkpoint_idle")


class Faults(Ending):
    """Explained in words: the address, the access, the level that is missing."""

    def fault(self, command, *expected):
        with Machine() as machine:
            machine.resume()
            machine.read_until("kernel> ")
            machine.type(command + "\r")
            text = machine.read_until("halted\n")
            for words in expected:
                self.assertIn(words, text)
            self.assert_halted(machine)

    def test_no_page_table(self):
        self.fault("fault f0500000", "PANIC: page fault (exception 14)",
                   "the kernel tried to write to linear address 0xF0500000",
                   "guard between kernel and heap",
                   "because: the page directory has no page table there",
                   "page directory entry 961 is 0x00000000: not present",
                   "cr2    F0500000")

    def test_nothing_at_address_0(self):
        self.fault("fault 0", "linear address 0x00000000", "user space",
                   "page directory entry 0 is 0x00000000: not present")

    def test_no_page(self):
        self.fault("fault ffc00000", "because: the page table has no page there",
                   "page table entry 0 is 0x00000000: not present")

    def test_a_write_to_the_kernels_code(self):
        self.fault("fault f0102000", "because: the page is there, but read-only",
                   "0xF0102000 is physical 0x00102000")

    def test_the_nearest_symbol(self):
        self.fault("fault 0", "PANIC: page fault (exception 14)\n  at:      0xF0", ", fault+0x")

    def test_a_jump_to_nowhere(self):
        with Machine() as machine:
            machine.run_to("checkpoint_memory_map")
            machine.write_code(b"\xb8\x00\x00\x00\x50\xff\xe0")  # mov eax, 0x50000000; jmp eax
            machine.resume()
            self.assertIn("at:      0x50000000, not kernel code", machine.read_until("halted\n"))

    def test_a_stack_that_is_gone_is_said(self):
        """Not even the page fault can be delivered: without a task of its own
        for the double fault, the machine would reset."""
        for stack, region in ((0xFF800000, "kernel stacks"), (0x1000, "user space"),
                              (0xFF7FFFF0, "guard between heap and stacks")):
            with self.subTest(region), Machine() as machine:
                machine.run_to("checkpoint_memory_map")
                registers = machine.general_registers()
                machine.set_general_registers(registers[:4] + [stack] + registers[5:])
                machine.resume()
                text = machine.read_until("halted\n")
                self.assertIn("PANIC: double fault (exception 8)\n  at:      0xF0", text)
                self.assertIn(", checkpoint_memory_map+0x0\n", text)
                self.assertIn(f"on the stack at 0x{stack:08X}", text)
                self.assertIn("region:  " + region, text)
                self.assert_halted(machine)

    def test_an_exception_that_is_no_page_fault(self):
        with Machine() as machine:
            machine.run_to("checkpoint_memory_map")
            machine.write_code(b"\x0f\x0b")  # ud2
            machine.resume()
            text = machine.read_until("halted\n")
            self.assertIn("PANIC: invalid opcode (exception 6)", text)
            self.assert_halted(machine)
