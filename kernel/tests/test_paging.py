# SPDX-License-Identifier: Apache-2.0
"""Pages mapped and unmapped by the kernel, judged by QEMU's `info mem`."""

import random
import unittest

from machine import PAGE, Machine, differences

KERNEL_ONLY, USER = "-rw", "urw"
WRITABLE, READ_ONLY = 2, 0
REFUSALS = {
    "guard between kernel and heap": (0xF0400000, 0xF0FFF000),
    "guard between heap and stacks": (0xFF000000, 0xFF7FF000),
    "the kernel itself": (0xF0000000, 0xF03FF000),
    "the page tables": (0xFFC00000, 0xFFFFF000),
}


class Paging(unittest.TestCase):
    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)
        self.machine.run_to("checkpoint_pci_reserved")
        self.mapped_before = self.machine.mapped()
        self.free_before = self.machine.bitmap()

    def map(self, page, flags=WRITABLE):
        """The frame it got, or the reason it got none."""
        frame = self.machine.call("frame_alloc")
        refusal = self.machine.call("page_map", page, frame, flags)
        if refusal == 0:
            return frame
        self.machine.call("frame_free", frame)
        return self.machine.text_at(refusal)

    def unmap(self, page):
        frame = self.machine.call("page_unmap", page)
        if frame != 0:
            self.machine.call("frame_free", frame)
        return frame

    def added(self):
        """Without the page tables, which are mapped by being there."""
        return sorted(extent for extent in set(self.machine.mapped()) - set(self.mapped_before)
                      if extent[0] < 0xFFC00000)

    def assert_as_before(self):
        self.assertEqual(self.machine.mapped(), self.mapped_before)
        self.assertEqual(differences(self.free_before, self.machine.bitmap()), [])

    def test_a_page_takes_a_frame_and_a_table_and_gives_both_back(self):
        frame = self.map(0xF1000000)
        self.assertEqual(self.added(), [(0xF1000000, 0xF1001000, KERNEL_ONLY)])
        self.assertEqual(sum(self.free_before) - sum(self.machine.bitmap()), 2)
        self.machine.write(0xF1000000, b"written through the page")
        self.assertEqual(self.machine.physical(frame, 24), b"written through the page")
        self.assertEqual(self.unmap(0xF1000000), frame)
        self.assertEqual(self.unmap(0xF1000000), 0)
        self.assert_as_before()

    def test_a_table_stays_while_any_page_in_it_does(self):
        for page in (0xF1000000, 0xF13FF000):
            self.map(page)
        self.unmap(0xF1000000)
        self.assertEqual(self.added(), [(0xF13FF000, 0xF1400000, KERNEL_ONLY)])
        self.unmap(0xF13FF000)
        self.assert_as_before()

    def test_a_table_begins_empty_whatever_its_frame_held(self):
        for page in (0xF1000000, 0xF1001000):
            self.map(page)
            self.machine.write(page, b"\xFF" * PAGE)
        for page in (0xF1000000, 0xF1001000):
            self.unmap(page)
        self.map(0xC0000000)
        self.assertEqual(self.added(), [(0xC0000000, 0xC0001000, KERNEL_ONLY)])

    def test_only_user_space_is_for_users(self):
        for page in (0x00000000, 0xBFFFF000, 0xC0000000, 0xEFFFF000, 0xFEFFF000, 0xFF800000):
            self.map(page, 0xFFF)
        self.assertEqual([permissions for _, _, permissions in self.added()],
                         [USER, USER] + [KERNEL_ONLY] * 4)

    def test_read_only_is_what_it_says(self):
        self.map(0xF1000000, READ_ONLY)
        self.map(0x40000000, READ_ONLY)
        self.assertEqual(self.added(), [(0x40000000, 0x40001000, "ur-"),
                                        (0xF1000000, 0xF1001000, "-r-")])

    def test_guards_and_the_kernel_are_not_for_mapping(self):
        for name, pages in REFUSALS.items():
            for page in pages:
                with self.subTest(name, page=hex(page)):
                    self.assertEqual(self.map(page), "nothing may be mapped there")
                    self.assertEqual(self.unmap(page), 0)
        self.assert_as_before()

    def test_what_cannot_be_mapped_is_refused_in_words(self):
        self.map(0x1000)
        self.assertEqual(self.map(0x1000), "there is a page already")
        self.assertEqual(self.map(0x2004), "not the first byte of a page")
        self.unmap(0x1000)
        frame = self.machine.call("frame_alloc")
        self.machine.call("frame_alloc_contiguous", self.machine.free_count())
        refusal = self.machine.call("page_map", 0x1000, frame, WRITABLE)
        self.assertEqual(self.machine.text_at(refusal), "no frame is free for a page table")

    def test_random_work_agrees_with_a_model(self):
        seed = random.randrange(1 << 32)
        chance, mapped = random.Random(seed), set()
        pages = [chance.randrange(first >> 12, end >> 12) << 12 for first, end in
                 ((0, 0xC0000000), (0xC0000000, 0xF0000000), (0xF1000000, 0xFF000000))
                 for _ in range(10)]
        with self.subTest(seed=seed):
            for _ in range(100):
                page = chance.choice(pages)
                if page in mapped:
                    self.unmap(page)
                else:
                    self.map(page)
                mapped ^= {page}
            found = {page for first, end, _ in self.added() for page in range(first, end, PAGE)}
            self.assertEqual(found, mapped)
            for page in mapped:
                self.unmap(page)
            self.assert_as_before()
