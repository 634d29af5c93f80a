# SPDX-License-Identifier: Apache-2.0
"""Processes: directories of their own with one kernel in all, ring 3 that
gets nowhere, and every frame back in the end."""

import struct
import unittest

from accounts import Accounts
from machine import CHECKPOINTS, Machine, address_of, differences
from test_refusals import Ending
from test_script import machine_with

USER_CODE, STACKS = 0x40000000, 0xFF800000
SHARED = range(768, 1022)
PRINT_DOT = b"\xb8\x01\0\0\0\xbb.\0\0\0\xcd\x30"  # mov eax, 1; mov ebx, '.'; int 48
END = b"\x31\xc0\xcd\x30"  # xor eax, eax; int 48


def same_but_accessed(entries):
    """The processor notes in bits 5 and 6 what it has seen and written."""
    return [entry & ~0x60 for entry in entries]


class FirstProcess(Ending):
    """At checkpoint_first_process its own directory is in CR3."""

    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)
        self.machine.run_to("checkpoint_heap_ready")
        self.before = self.machine.bitmap()
        self.kernel = self.directory()
        self.machine.run_to("checkpoint_first_process")

    def directory(self):
        return self.machine.words(self.machine.registers()["CR3"], 1024)

    def test_the_kernel_is_the_same_the_stacks_are_its_own(self):
        directory, cr3 = self.directory(), self.machine.registers()["CR3"]
        self.assertNotEqual(self.kernel[1023] & ~0xFFF, cr3)
        self.assertEqual(same_but_accessed(directory[768:1022]),
                         same_but_accessed(self.kernel[768:1022]))
        self.assertEqual(directory[1023] & ~0xFFF, cr3)
        self.assertEqual(self.kernel[1022], 0)
        self.assertEqual(directory[1022] & 7, 3)
        mapped = self.machine.mapped()
        self.assertEqual([extent for extent in mapped if extent[0] < 0xC0000000], [
            (USER_CODE, USER_CODE + 0x1000, "ur-"), (0xBFFFF000, 0xC0000000, "urw")])
        self.assertIn((STACKS, STACKS + 0x1000, "-rw"), mapped)
        self.assertFalse([extent for extent in mapped
                          if extent[0] >= 0xC0000000 and "u" in extent[2]])

    def end(self, code, *expected):
        """Runs the code in ring 3 in place of the program's."""
        self.machine.write(USER_CODE, code)
        self.machine.run_to("checkpoint_idle")
        self.assertEqual(differences(self.before, self.machine.bitmap()), [])
        self.assertEqual(self.directory()[1022], 0)
        text = self.machine.read_until("kernel> ")
        for words in expected:
            self.assertIn(words, text)

    def test_it_runs_prints_ends_and_leaves_nothing(self):
        self.end(PRINT_DOT * 3 + END, "...")

    def test_a_kernel_stack_that_overflows_is_noticed(self):
        self.machine.write(STACKS, b"\0\0\0\0")
        self.assert_refused(self.machine, "threads: the kernel stack at 0xFF800000 has overflowed",
                            printed=1)


HOSTILE = {
    "writes to the kernel": (b"\xc6\x05\0\0\0\xf0\0", "page fault", "user code tried to write to",
                             "user code may not do this"),
    "reads the kernel": (b"\xa0\0\0\0\xf1", "page fault", "user code tried to read from"),
    "jumps into the kernel": (b"\xb8\0\0\x10\xf0\xff\xe0", "page fault"),
    "writes to its code": (b"\xc6\x05\0\0\0\x40\0", "page fault", "user code may not do this"),
    "reads where nothing is": (b"\xa0\0\0\0\0", "page fault", "no page table there"),
    "pushes without a stack": (b"\x31\xe4\x50", "page fault", "0xFFFFFFFC"),
    "turns interrupts off": (b"\xfa", "general protection fault"),
    "halts": (b"\xf4", "general protection fault"),
    "reads a port": (b"\xe4\x60", "general protection fault"),
    "loads CR3": (b"\x0f\x22\xd8", "general protection fault"),
    "calls another vector": (b"\xcd\x20", "general protection fault"),
    "pretends a page fault": (b"\xcd\x0e", "general protection fault"),
    "divides by zero": (b"\x31\xc0\xf7\xf0", "division by zero"),
    "has no such instruction": (b"\x0f\x0b", "invalid opcode"),
    "steps through itself": (b"\x9c\x81\x0c\x24\0\x01\0\0\x9d\x90", "debug"),
    "takes the kernel's data segment": (b"\xb8\x10\0\0\0\x8e\xd8", "general protection fault"),
    "calls the kernel without data segments":
        (b"\x31\xc0\x8e\xd8\x8e\xc0" + PRINT_DOT + b"\x0f\x0b", ".", "invalid opcode"),
    "calls with the direction flag set": (b"\xfd" + PRINT_DOT + b"\x0f\x0b", "."),
}


def hostile(code, *expected):
    def test(self):
        self.end(code, "process 1 ended: ", *expected)
    return test


class UserCode(FirstProcess):
    """Whatever ring 3 does ends the process and not the kernel."""
    test_the_kernel_is_the_same_the_stacks_are_its_own = None
    test_it_runs_prints_ends_and_leaves_nothing = None
    test_a_kernel_stack_that_overflows_is_noticed = None


for title, (instructions, *words) in HOSTILE.items():
    setattr(UserCode, "test_it_" + title.replace(" ", "_"), hostile(instructions, *words))


class Processes(Ending):
    def directories(self, machine, accounts):
        return [machine.words(frame << 12, 1024) for frame in accounts.directories]

    def test_every_operation_keeps_the_accounts_and_one_kernel_for_all(self):
        script = ("spawn:spin,spawn,map:c0000000,heap:300:5,yield:3,unmap:c0000000,"
                  "spawn:crash,spawn:spin,yield:9,kill:2,kill:5")
        in_use = []
        with machine_with("ops=" + script) as machine:
            machine.run_to("checkpoint_pci_reserved")
            usable = machine.bitmap()
            machine.run_to("checkpoint_first_process")
            name = ""
            while name != "checkpoint_idle":
                name = machine.run_to_any("checkpoint_operation", "checkpoint_idle")
                accounts = Accounts(machine, usable, machine.bitmap())
                self.assertEqual(accounts.complaints, [])
                shared = [same_but_accessed(directory[768:1022])
                          for directory in self.directories(machine, accounts)]
                self.assertTrue(all(one == shared[0] for one in shared))
                in_use.append((len(shared), sum(usable) - sum(machine.bitmap())))
        # Directories; at first and last only the kernel's, and the heap's two frames.
        self.assertEqual([count for count, _ in in_use], [2, 3, 3, 3, 2, 2, 3, 4, 3, 2, 1, 1])
        self.assertEqual(in_use[-1], (1, 2))

    def test_the_timer_takes_the_processor_from_who_never_gives_it(self):
        with machine_with("ops=spawn:spin,spawn:spin") as machine:
            machine.run_to("checkpoint_idle")
            machine.breakpoint(address_of("switch_stacks"))
            turns = []
            for _ in range(9):
                machine.packet("c")
                turns.append(machine.read(machine.registers()["ESP"] + 12))
                machine.step_over(address_of("switch_stacks"))
            self.assertEqual(len(set(turns)), 3)
            self.assertEqual(turns[:3] * 3, turns, "not in turns")
            machine.no_breakpoint(address_of("switch_stacks"))
            machine.resume()
            machine.type("ps\r")
            machine.read_until("kernel> ")
            self.assertIn("spin", machine.read_until("kernel> "))
            machine.type("kill 2\rkill 3\rps\r")
            for _ in range(2):
                machine.read_until("kernel> ")
            self.assertNotIn("spin", machine.read_until("kernel> "))

    def test_a_machine_without_processes_sleeps_without_a_tick(self):
        with Machine() as machine:
            machine.run_to("checkpoint_idle")
            machine.resume()
            machine.wait_for_halt()
            before = machine.instructions()
            for _ in range(20):
                self.assertEqual(machine.instructions(), before, "something woke it up")

    def test_memory_that_runs_out_stops_a_spawn_and_loses_nothing(self):
        with Machine(6) as machine:
            machine.run_to("checkpoint_idle")
            before, name = machine.bitmap(), 0xF0000500
            kernel = machine.read(address_of("processes"))
            machine.write(name, b"hello\0")
            while not (refusal := machine.call("process_spawn", name)):
                pass
            self.assertIn("no ", machine.text_at(refusal))
            self.assertLess(machine.free_count(), 12)
            machine.resume()
            machine.wait_for_halt()
            self.assertEqual(machine.words(address_of("processes") - 0xF0000000, 1), (kernel,))
            self.assertEqual(differences(before, machine.bitmap()), [])

    def test_a_kernel_thread_has_a_stack_of_the_kernels_own(self):
        with Machine() as machine:
            machine.run_to("checkpoint_heap_ready")
            before = machine.bitmap()
            kernel, = machine.words(address_of("processes") - 0xF0000000, 1)
            machine.call("thread_start", kernel, address_of("heap_print"), 0)
            machine.call("thread_start", kernel, address_of("heap_print"), 0)
            self.assertIn((STACKS, STACKS + 0x2000, "-rw"), machine.mapped())
            machine.run_to("checkpoint_idle")
            self.assertEqual(differences(before, machine.bitmap()), [])
            self.assertEqual(machine.read_until("kernel> ").count("blocks in use"), 2)

    def test_a_process_has_room_for_1024_stacks_and_no_more(self):
        """The other 1022 are put into the page table from outside."""
        with Machine() as machine:
            machine.run_to("checkpoint_heap_ready")
            before = machine.bitmap()
            kernel, = machine.words(address_of("processes") - 0xF0000000, 1)
            start = lambda: machine.call("thread_start", kernel, address_of("heap_print"), 0)
            self.assertEqual(start(), 0)
            table = 0xFFC00000 + 1022 * 4096
            machine.write(table + 4, struct.pack("<I", 0xB8003) * 1022)
            self.assertEqual(start(), 0)
            self.assertEqual(machine.read(table + 4 * 1023) & 3, 3)
            in_use = machine.free_count()
            self.assertEqual(machine.text_at(start()), "no memory for a thread")
            self.assertEqual(machine.free_count(), in_use)
            machine.write(table + 4, bytes(4 * 1022))
            machine.run_to("checkpoint_idle")
            self.assertEqual(differences(before, machine.bitmap()), [])

    def test_two_boots_are_the_same_instruction_for_instruction(self):
        def boot():
            with machine_with("ops=spawn:spin,yield:3,heap:100:1,kill:2") as machine:
                stops = []
                while not stops or stops[-1][0] != "checkpoint_idle":
                    name = machine.run_to_any(*CHECKPOINTS, "checkpoint_operation")
                    stops.append((name, machine.instructions()))
                return stops

        self.assertEqual(boot(), boot())
