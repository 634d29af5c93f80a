# SPDX-License-Identifier: Apache-2.0
"""`ops=` on the kernel's command line: operations run at boot, each ending in
checkpoint_operation, the same every time."""

from accounts import Accounts
from machine import DEADLINE, Machine, address_of, differences
from test_refusals import Ending


def machine_with(command_line, memory=128):
    return Machine(memory, options=("-append", command_line))


class Script(Ending):
    def steps(self, script):
        """(instructions, frames in use) at every checkpoint_operation, and at idle."""
        found, names = [], [address_of("checkpoint_operation"), address_of("checkpoint_idle")]
        with machine_with("before ops=" + script + " behind") as machine:
            machine.run_to("checkpoint_pci_reserved")
            usable = machine.bitmap()
            machine.run_to("checkpoint_heap_ready")
            before = sum(machine.bitmap())
            for name in names:
                machine.breakpoint(name)
            while not found or found[-1][0] != names[1]:
                machine.packet("c")
                bitmap = machine.bitmap()
                self.assertEqual(Accounts(machine, usable, bitmap).complaints, [])
                found.append((machine.registers()["EIP"], machine.instructions(),
                              before - sum(bitmap)))
                machine.step_over(found[-1][0])
        return [(instructions, in_use) for _, instructions, in_use in found]

    def test_every_operation_ends_in_its_checkpoint(self):
        script = "map:40000000,map:40001000,unmap:40000000,unmap:40001000,heap:100:7,heap"
        found = [in_use for _, in_use in self.steps(script)]
        self.assertEqual(found, [2, 3, 2, 0, 0, 0, 0])

    def test_the_same_script_takes_the_same_instructions(self):
        script = "heap:300:7,stress:300:9,map:40000000"
        self.assertEqual(self.steps(script), self.steps(script))

    def test_nonsense_gets_one_line_and_a_halt(self):
        for script, line in (
                ("", 'ops: "": not a command, try help'),
                ("nonsense", 'ops: "nonsense": not a command, try help'),
                ("mem:1", 'ops: "mem 1": not so many words, try help'),
                ("alloc:x", 'ops: "alloc x": not a number'),
                ("walk:xyz", 'ops: "walk xyz": not a hexadecimal address'),
                ("free:1", 'ops: "free 1": no such allocation'),
                ("map:f0000000", 'ops: "map f0000000": nothing may be mapped there'),
                (",", 'ops: "": not a command'),
                ("map:40000000é", 'ops: "map 40000000é": not a hexadecimal address'),
                ("x" * 300, 'ops: "' + "x" * 79 + '": not a command')):
            with self.subTest(script), machine_with("ops=" + script) as machine:
                self.assert_refused(machine, line, printed=2)

    def test_a_command_line_that_is_too_long_is_not_cut(self):
        with machine_with("x" * 1024) as machine:
            self.assert_refused(machine, "boot: the command line is longer than 1023")

    def test_other_words_are_nobodys_business(self):
        with machine_with("drops=nonsense op=1 opsx quiet") as machine:
            machine.run_to("checkpoint_idle")


class Selftest(Ending):
    DEVICE = ("-device", "isa-debug-exit")

    def status(self, line, machine=128):
        with Machine(machine, options=("-append", line, *self.DEVICE)) as machine:
            machine.resume()
            text = machine.read_until("halted\n")
            return machine.process.wait(DEADLINE), text

    def test_ends_the_machine_with_its_result(self):
        status, text = self.status("selftest")
        self.assertTrue(text.endswith("selftest passed\nhalted\n"), text)
        self.assertEqual(status, 1)

    def test_passes_in_little_memory_too(self):
        self.assertEqual(self.status("selftest", machine=8)[0], 1)

    def test_what_goes_wrong_ends_the_machine_with_another(self):
        for line in ("ops=nonsense selftest", "ops=fault:f0100000"):
            self.assertEqual(self.status(line)[0], 3)

    def test_without_the_device_it_halts(self):
        with machine_with("selftest") as machine:
            machine.resume()
            machine.read_until("selftest passed\nhalted\n")
            self.assert_halted(machine)


class Stress(Ending):
    OPERATIONS, SEEDS = 100_000, range(42, 52)
    FRAME_ALLOC_LIMIT = 100  # instructions, on average

    def test_a_million_operations_lose_no_frame(self):
        script = ",".join(f"stress:{self.OPERATIONS}:{seed}" for seed in self.SEEDS)
        with machine_with(f"ops={script},mem", 64) as machine:
            machine.run_to("checkpoint_heap_ready")
            before, mapped = machine.bitmap(), machine.mapped()
            for seed in self.SEEDS:
                machine.run_to_any("checkpoint_operation")
                self.assertEqual(differences(before, machine.bitmap()), [], f"seed {seed}")
                self.assertEqual(machine.mapped(), mapped, f"seed {seed}")
            machine.resume()
            text = machine.read_until("kernel> ")
        free = sum(before)
        for seed in self.SEEDS:
            said = f"{self.OPERATIONS} steps, seed {seed}: {free} frames free before, {free} after\n"
            ticks = int(text.split(said)[1].split()[0])  # "… ticks a frame_alloc"
            self.assertLessEqual(ticks, self.FRAME_ALLOC_LIMIT)
            self.assertGreater(ticks, 10)

    def test_when_memory_runs_out_nothing_is_lost_either(self):
        with machine_with("ops=stress:20000:1,stress:20000:2", 6) as machine:
            machine.run_to("checkpoint_heap_ready")
            before = machine.bitmap()
            for _ in range(2):
                machine.run_to("checkpoint_operation")
                self.assertEqual(differences(before, machine.bitmap()), [])
