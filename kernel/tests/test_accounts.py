# SPDX-License-Identifier: Apache-2.0
"""The accounts can say no: they are kept over page tables drawn by hand."""

import struct
import unittest

from accounts import Accounts
from machine import FRAMES, PAGE

CURRENT, OTHER, SHARED_TABLE, STACKS_TABLE, USER_TABLE = 300, 5000, 5001, 5002, 5003
HEAP_PAGE, STACK_PAGE, USER_PAGE = 6000, 6001, 6002
HEAP, STACKS, SELF = 964, 1022, 1023


def page(entries):
    words = [0] * 1024
    for index, frame in entries.items():
        words[index] = frame * PAGE | 0x23  # present, writable, accessed
    return struct.pack("<1024I", *words)


class Drawn:
    """Stands where Machine does: two directories, sharing the heap's table."""

    def __init__(self):
        self.pages = {
            CURRENT: page({960: 301, HEAP: SHARED_TABLE, SELF: CURRENT}),
            301: page({i: i for i in range(1024)}),
            OTHER: page({0: USER_TABLE, 960: 301, HEAP: SHARED_TABLE, STACKS: STACKS_TABLE,
                         SELF: OTHER}),
            SHARED_TABLE: page({7: HEAP_PAGE}),
            STACKS_TABLE: page({0: STACK_PAGE}),
            USER_TABLE: page({5: USER_PAGE}),
        }
        self.before = bytearray(FRAMES)
        self.before[1024:8000] = b"\1" * 6976
        self.now = bytearray(self.before)
        for frame in (OTHER, SHARED_TABLE, STACKS_TABLE, USER_TABLE, HEAP_PAGE, STACK_PAGE, USER_PAGE):
            self.now[frame] = 0

    def registers(self):
        return {"CR3": CURRENT * PAGE}

    def physical(self, address, size):
        pages = range(address // PAGE, (address + size) // PAGE)
        return b"".join(self.pages.get(page, bytes(PAGE)) for page in pages)

    def complaints(self):
        return Accounts(self, bytes(self.before), bytes(self.now)).complaints


class AccountsOfDrawnTables(unittest.TestCase):
    def setUp(self):
        self.machine = Drawn()

    def test_in_order(self):
        self.assertEqual(self.machine.complaints(), [])

    def test_a_leak(self):
        self.machine.now[7000] = 0
        self.assertEqual(self.machine.complaints(), [
            "frame 7000 (0x01B58000) is in use, but no page directory leads to it"])

    def test_in_use_yet_free(self):
        for frame in (HEAP_PAGE, USER_TABLE, STACK_PAGE):
            with self.subTest(frame):
                self.machine.now[frame] = 1
                complaint, = self.machine.complaints()
                self.assertRegex(complaint, rf"^frame {frame} .* yet free$")
                self.machine.now[frame] = 0

    def test_one_frame_for_two_purposes(self):
        self.machine.pages[USER_TABLE] = page({5: USER_PAGE, 6: STACK_PAGE})
        complaint, = self.machine.complaints()
        self.assertRegex(complaint, rf"^frame {STACK_PAGE} .* is page 0xff800000 .* and page 0x00006000")

    def test_reserved_memory_that_was_set_free(self):
        self.machine.now[8000] = 1
        self.assertEqual(self.machine.complaints(), [
            "frame 8000 (0x01F40000) is free, but never was before"])

    def test_a_directory_that_is_lost_takes_all_of_its_own_with_it(self):
        self.machine.pages[OTHER] = bytes(PAGE)
        lost = {int(line.split()[1]) for line in self.machine.complaints()}
        self.assertEqual(lost, {OTHER, STACKS_TABLE, STACK_PAGE, USER_TABLE, USER_PAGE})

    def test_a_kernel_entry_that_one_process_lacks(self):
        self.machine.pages[OTHER] = page({0: USER_TABLE, 960: 301, STACKS: STACKS_TABLE,
                                          SELF: OTHER})
        self.assertEqual(self.machine.complaints(), [
            "frame 5000 (0x01388000) has other kernel entries than directory 300"])
