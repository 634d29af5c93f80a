# SPDX-License-Identifier: Apache-2.0
"""Every checkpoint keeps its promise, whatever machine it is."""

import os
import struct
import tempfile
import unittest

from accounts import Accounts
from machine import CHECKPOINTS, PAGE, Machine
from machine import address_of, differences, frames_of, symbols
from oracle import LOW_MEMORY, Oracle

CR0_PAGING, CR0_WRITE_PROTECT = 1 << 31, 1 << 16

LAYOUT = (  # as `info mem` would show it: a u if user code may use it
    (0x00000000, 0xC0000000, "u"),
    (0xF0000000, 0xF0400000, "-"),   # kernel, then a guard
    (0xF1000000, 0xFF000000, "-"),   # heap, then a guard
    (0xFF800000, 0x100000000, "-"),  # stacks and page tables
)


class Stop:
    """What the hardware showed while the machine stood at a checkpoint."""

    def __init__(self, machine, name):
        self.name = name
        self.instructions = machine.instructions()
        self.registers = machine.registers()
        self.mapped = machine.mapped()
        self.directory = machine.words(self.registers["CR3"] & ~0xFFF, 1024)
        self.bitmap = machine.physical(0x60000, 131072)

    def present(self):
        return [i for i, entry in enumerate(self.directory) if entry & 1]


def module_files(folder):
    """Three, the first of which reaches across 4 MiB; two of odd sizes."""
    paths = []
    for name, size in (("large", 3_500_001), ("byte", 1), ("page", PAGE)):
        paths.append(os.path.join(folder, name))
        with open(paths[-1], "wb") as file:
            file.write(b"\xA5" * size)
    return paths


def modules(folder):
    return ("-initrd", ",".join(path + " some words" for path in module_files(folder)))


def devices(*lines):
    options = tuple(word for line in lines for word in ("-device", line))
    return lambda folder: options


EQUIPMENT = {
    "plain": lambda folder: (),
    "VGA with a BAR of 64 MiB": devices("VGA,vgamem_mb=64"),
    # 64-bit BARs, small ones, and one behind a bridge
    "network cards": devices(
        "e1000,romfile=", "rtl8139,romfile=", "virtio-net-pci,romfile=",
        "pci-bridge,id=bridge,chassis_nr=1", "pcnet,romfile=,bus=bridge,addr=1",
        "ne2k_pci,romfile="),
    "modules": modules,
}


class BootPromises:
    memory, chipset, equipment, instructions_allowed = 0, "pc", "plain", 60_000_000

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory(prefix="kernel-test-") as folder:
            cls.boot(**cls.machine(folder))

    @classmethod
    def machine(cls, folder):
        return {"options": EQUIPMENT[cls.equipment](folder)}

    @classmethod
    def boot(cls, **machine):
        with Machine(cls.memory, cls.chipset, **machine) as machine:
            machine.run_to_start()
            cls.oracle = Oracle(machine)
            cls.after_pci, cls.devices, cls.accounts = cls.oracle.after_pci(), cls.oracle.pci, {}
            cls.command_line = machine.command_line()
            names = {address_of(name): name for name in CHECKPOINTS}
            for address in names:
                machine.breakpoint(address)
            cls.stops = []
            for _ in CHECKPOINTS:
                machine.packet("c")
                name = names.get(machine.registers()["EIP"])
                cls.stops.append(Stop(machine, name))
                if name in CHECKPOINTS[CHECKPOINTS.index("checkpoint_pci_reserved"):]:
                    cls.accounts[name] = Accounts(
                        machine, cls.after_pci, frames_of(cls.stops[-1].bitmap))
                machine.step_over(cls.stops[-1].registers["EIP"])
            cls.devices_at_idle = machine.monitor("info pci")
            cls.low_table = machine.words(cls.stops[-1].directory[960] & ~0xFFF, 1024)
            cls.text = machine.read_until("kernel> ")
            machine.resume()
            machine.type("mem\r")
            cls.mem = machine.read_until("kernel> ")

    def at(self, name):
        return next(stop for stop in self.stops if stop.name == name)

    def is_past(self, stop, name):
        return CHECKPOINTS.index(stop.name) >= CHECKPOINTS.index(name)

    def test_checkpoints_come_in_order(self):
        self.assertEqual([stop.name for stop in self.stops], CHECKPOINTS)

    def test_boot_paging_runs_low_with_0_and_3_gib_mapped(self):
        stop = self.at("checkpoint_boot_paging")
        self.assertLess(stop.registers["EIP"], LOW_MEMORY)
        self.assertTrue(stop.registers["CR0"] & CR0_PAGING)
        self.assertEqual(stop.present(), [0, 768])
        self.assertEqual(stop.mapped, [
            (0x00000000, 0x00400000, "-rw"), (0xC0000000, 0xC0400000, "-rw")])

    def test_identity_removed_runs_at_3_gib_with_nothing_at_0(self):
        stop = self.at("checkpoint_identity_removed")
        self.assertGreater(stop.registers["EIP"], 0xC0000000)
        self.assertLess(stop.registers["EIP"], 0xC0400000)
        self.assertEqual(stop.present(), [768])
        self.assertEqual(stop.mapped, [(0xC0000000, 0xC0400000, "-rw")])

    def test_kernel_directory_refers_to_itself_and_drops_the_alias(self):
        for stop in self.stops[2:]:
            self.assertGreater(stop.registers["EIP"], 0xF0000000)
            heap = [964] * self.is_past(stop, "checkpoint_heap_ready")
            own = stop.name == "checkpoint_first_process"
            self.assertEqual(stop.present(), [256, 767] * own + [960, *heap] + [1022] * own + [1023])
            self.assertEqual(stop.directory[1023] & ~0xFFF, stop.registers["CR3"])
            for entry in stop.present()[2 * own:]:
                self.assertFalse(stop.directory[entry] & 4, "user-accessible")

    def test_nothing_is_mapped_that_the_layout_does_not_list(self):
        for stop in self.stops[2:]:
            for first, end, permissions in stop.mapped:
                self.assertTrue(any(
                    low <= first and end <= high and permissions[0] == user
                    for low, high, user in LAYOUT),
                    f"{stop.name}: {first:08x}-{end:08x} {permissions}")

    def test_kernel_directory_maps_the_first_4_mib_linearly(self):
        for page, entry in enumerate(self.low_table):
            self.assertEqual((entry & 1, entry // PAGE), (1, page))
            self.assertFalse(entry & 4, f"page {page} is user-accessible")

    def test_code_and_constants_are_read_only_and_nothing_else_is(self):
        first, end = 0x100000 // PAGE, address_of("read_only_end_physical") // PAGE
        read_only = [i for i, entry in enumerate(self.low_table) if not entry & 2]
        self.assertEqual(read_only, list(range(first, end)))
        for name, (address, kind) in symbols().items():
            if kind in "TtRr":
                self.assertLess(address & 0x3FFFFF, end * PAGE, name)
            if kind in "DdBb" and name != "kernel_stack_top":
                self.assertGreaterEqual(address & 0x3FFFFF, end * PAGE, name)
        for stop in self.stops:
            self.assertTrue(stop.registers["CR0"] & CR0_WRITE_PROTECT)

    def test_descriptor_tables_are_where_the_layout_wants_them(self):
        registers = self.at("checkpoint_kernel_directory").registers
        self.assertEqual(registers["IDT"], (0xF0001000, 0x7FF))
        self.assertEqual(registers["GDT"][0], 0xF0001800)
        self.assertLessEqual(registers["GDT"][1], 0xFF)
        self.assertEqual(registers["TR"], (0xF0002000, 103))

    def test_bitmap_is_usable_ram_frame_by_frame(self):
        for name, expected in (("checkpoint_memory_map", self.oracle.after_memory_map()),
                               ("checkpoint_pci_reserved", self.after_pci)):
            found = frames_of(self.at(name).bitmap)
            self.assertEqual(differences(expected, found), [], name)

    def test_afterwards_every_frame_in_use_has_one_owner_and_none_appears(self):
        for name, accounts in self.accounts.items():
            self.assertEqual(accounts.complaints, [], name)

    def test_the_heap_has_one_page_to_begin_with(self):
        heap = [extent for extent in self.at("checkpoint_heap_ready").mapped
                if 0xF1000000 <= extent[0] < 0xFF000000]
        self.assertEqual(heap, [(0xF1000000, 0xF1001000, "-rw")])

    def test_devices_are_left_as_the_firmware_set_them(self):
        self.assertEqual(self.devices_at_idle, self.devices)

    def test_first_4_mib_are_allocated(self):
        self.assertEqual(self.at("checkpoint_memory_map").bitmap[:128], bytes(128))

    def test_idle_comes_soon_enough(self):
        spent = self.at("checkpoint_idle").instructions
        self.assertLessEqual(spent, self.instructions_allowed)

    def test_what_the_kernel_says_agrees_with_the_bitmap(self):
        free = sum(frames_of(self.at("checkpoint_idle").bitmap))
        self.assertIn(f"{free} frames free", self.text)
        self.assertRegex(self.mem, rf"free +{free} frames +{free * 4} KiB")


class TranslationLookasideBuffer(unittest.TestCase):
    def test_forgets_the_identity_mapping_with_it(self):
        """A read through the low stack, warm a moment ago, must fault; with
        no IDT yet a fault resets the machine, which ends it here."""
        low_stack = (address_of("kernel_stack_top") & 0x3FFFFF) - 4
        with Machine() as machine:
            machine.run_to("checkpoint_identity_removed")
            load_then_loop = b"\xA1" + struct.pack("<I", low_stack) + b"\xEB\xFE"
            machine.write_code(load_then_loop)
            machine.resume()
            machine.wait_for_event("SHUTDOWN")


def boot(memory, equipment, chipset="pc", allowed=60_000_000):
    name = f"Boot {chipset}, {memory} MiB, {equipment}"
    globals()[name] = type(name, (BootPromises, unittest.TestCase), {
        "memory": memory, "chipset": chipset, "equipment": equipment,
        "instructions_allowed": allowed, "__module__": __name__})


for what in EQUIPMENT:
    for size in (8, 16, 64, 128, 1024, 3072):
        boot(size, what)
    boot(4096, what, allowed=120_000_000)  # 1 GiB of it beyond the hole
boot(128, "network cards", "q35")
boot(3072, "modules", "q35")  # 1 GiB of it beyond the hole
boot(4096, "VGA with a BAR of 64 MiB", "q35", allowed=120_000_000)
