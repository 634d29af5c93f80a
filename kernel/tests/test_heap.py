# SPDX-License-Identifier: Apache-2.0
"""The heap: blocks apart from each other, frames while they are needed, and
damage noticed. The kernel's functions are called from outside; QEMU says what
is mapped, raw memory what is free."""

import random

from accounts import Accounts
from machine import PAGE, Machine, differences
from test_refusals import Ending

HEAP, HEAP_END = 0xF1000000, 0xFF000000
ALIGNED = 16


class Heap(Ending):
    def setUp(self):
        self.machine = self.boot(128)

    def boot(self, memory):
        machine = Machine(memory)
        self.addCleanup(machine.close)
        machine.run_to("checkpoint_pci_reserved")
        self.usable = machine.bitmap()
        machine.run_to("checkpoint_heap_ready")
        self.before, self.mapped_before = machine.bitmap(), machine.mapped()
        return machine

    def alloc(self, size, alignment=ALIGNED):
        return self.machine.call("heap_alloc", size, alignment)

    def free(self, *blocks):
        for block in blocks:
            self.machine.call("heap_free", block)

    def pages(self):
        return {page for first, end, _ in self.machine.mapped() if HEAP <= first < HEAP_END
                for page in range(first, end, PAGE)}

    def assert_as_before(self):
        self.assertEqual(self.machine.mapped(), self.mapped_before)
        self.assertEqual(differences(self.before, self.machine.bitmap()), [])

    def test_frames_come_with_a_block_and_go_with_it(self):
        block = self.alloc(1 << 20)
        self.assertLessEqual(set(range(block & -PAGE, block + (1 << 20), PAGE)), self.pages())
        self.assertIn(sum(self.before) - sum(self.machine.bitmap()), (256, 257))
        self.free(block)
        self.assert_as_before()

    def test_a_hole_between_blocks_has_no_frames(self):
        low, middle, high = self.alloc(100), self.alloc(40 * PAGE), self.alloc(100)
        self.free(middle)
        self.assertLessEqual(len(self.pages()), 3)
        self.assertEqual(self.alloc(39 * PAGE), middle)
        self.free(low, middle, high)
        self.assert_as_before()

    def test_alignment_is_kept(self):
        blocks = []
        for alignment in (16, 64, 256, 4096, 32, 2048):
            blocks.append(self.alloc(10, alignment))
            self.assertEqual(blocks[-1] % alignment, 0)
        self.free(*blocks)
        self.assert_as_before()

    def test_neighbours_join_whatever_the_order(self):
        for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
            with self.subTest(order=order):
                blocks = [self.alloc(3 * PAGE) for _ in order]
                self.free(*(blocks[i] for i in order))
                self.assert_as_before()

    def test_what_cannot_be_had_is_not_given_and_costs_nothing(self):
        for size in (0, HEAP_END - HEAP, 0xFFFFFFFF, 0x80000000):
            self.assertEqual(self.alloc(size), 0, hex(size))
        self.assertEqual(self.alloc(200 << 20), 0, "more than there is RAM")
        self.assert_as_before()

    def test_what_would_reach_beyond_4_gib_is_not_given(self):
        """20 MiB in use, then nearly the whole heap: the sum is a small number."""
        self.alloc(20 << 20)
        for size in (0x0DFFFF00, HEAP_END - HEAP - 32):
            self.assertEqual(self.alloc(size), 0)

    def test_all_of_it_can_be_had_where_there_is_ram(self):
        self.machine = self.boot(512)
        block = self.alloc(HEAP_END - HEAP - 64 * 1024)
        self.assertNotEqual(block, 0)
        while self.alloc(1024):
            pass
        self.assertEqual(max(self.pages()), HEAP_END - PAGE)
        self.free(block)

    def test_a_block_larger_than_what_is_left_is_not_given(self):
        self.machine = self.boot(512)
        self.assertNotEqual(self.alloc(24 << 20), 0)
        for size in (HEAP_END - HEAP - (24 << 20), HEAP_END - HEAP - 256):
            for alignment in (16, 4096):
                self.assertEqual(self.alloc(size, alignment), 0)

    def test_random_work_agrees_with_a_model(self):
        seed = random.randrange(1 << 32)
        chance, blocks = random.Random(seed), {}
        with self.subTest(seed=seed):
            for _ in range(150):
                if blocks and chance.random() < 0.45:
                    start = chance.choice(list(blocks))
                    self.free(start)
                    del blocks[start]
                    continue
                size, alignment = chance.randrange(1, 20000), 1 << chance.randrange(4, 13)
                start = self.alloc(size, alignment)
                self.assertEqual(start % alignment, 0)
                for other, end in blocks.items():
                    self.assertTrue(start + size <= other or end <= start, "blocks overlap")
                blocks[start] = start + size
            held = {page for start, end in blocks.items() for page in range(start & -PAGE, end, PAGE)}
            self.assertLessEqual(held, self.pages())
            self.assertLessEqual(len(self.pages()), len(held) + 2 * len(blocks) + 1)
            self.assertEqual(Accounts(self.machine, self.usable, self.machine.bitmap()).complaints, [])
            self.free(*blocks)
            self.assert_as_before()


class HeapDamage(Ending):
    def damaged(self, message, at):
        """Two blocks, a write, and the next call that looks."""
        with Machine() as machine:
            machine.run_to("checkpoint_heap_ready")
            first, second = (machine.call("heap_alloc", size, 16) for size in (100, 100))
            machine.write(second + at, b"\0")
            machine.start_call("heap_alloc", 100, 16)
            self.assert_refused(machine, f"heap: the block at 0x{second:08X} is damaged: "
                                         "something wrote " + message)

    def test_a_write_past_the_end(self):
        self.damaged("past the end of the one before", at=-16)

    def test_a_write_before_the_start(self):
        self.damaged("before its start", at=-1)

    def test_freeing_what_is_no_block(self):
        for name, block in (("nothing", 0), ("the kernel", 0xF0100000), ("the end", HEAP_END),
                            ("no page", 0xF8000000)):
            with self.subTest(name), Machine() as machine:
                machine.run_to("checkpoint_heap_ready")
                machine.start_call("heap_free", block)
                self.assert_refused(machine, f"heap: cannot free 0x{block:08X}")

    def test_freeing_twice(self):
        for size in (100, 3 * PAGE):
            with self.subTest(size), Machine() as machine:
                machine.run_to("checkpoint_heap_ready")
                machine.call("heap_alloc", size, 16)
                block = machine.call("heap_alloc", size, 16)
                machine.call("heap_free", block)
                machine.start_call("heap_free", block)
                self.assert_refused(machine, f"heap: cannot free 0x{block:08X}")
