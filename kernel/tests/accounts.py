# SPDX-License-Identifier: Apache-2.0
"""Every frame in use has an owner, and only one.

The owners are found by following page directories in raw memory: the one in
CR3, and every frame in use whose last entry names the frame itself. What is
in use but cannot be reached is lost; what can be reached but is free will be
handed out a second time.
"""

import struct

from machine import PAGE, changed

PRESENT, ACCESSED_OR_DIRTY = 1, 0x60
KERNEL_SPACE, STACKS, SELF = 768, 1022, 1023  # directory entries
LOW_FRAMES = 1024  # the kernel's own, whoever maps them


def words(page):
    return struct.unpack("<1024I", page)


def kernel_part(entries):
    """What every process shares, without what the processor notes in passing."""
    return [entry & ~ACCESSED_OR_DIRTY for entry in entries[KERNEL_SPACE:STACKS]]


class Accounts:
    """`before` and `now`: one byte a frame, 1 = free; before the kernel took
    its first frame, and at this moment."""

    def __init__(self, machine, before, now):
        self.machine, self.before, self.now = machine, before, now
        self.owners, self.complaints = {}, []
        self.in_use = [frame for frame in changed(before, now) if before[frame]]
        current = machine.registers()["CR3"] // PAGE
        self.directories = {frame: self.read(frame)
                            for frame in [current] + self.other_directories(current)}
        for frame, entries in self.directories.items():
            self.follow(frame, entries, shared=frame == current)
            if kernel_part(entries) != kernel_part(self.directories[current]):
                self.complain(frame, f"has other kernel entries than directory {current}")
        for frame in self.in_use:
            if frame not in self.owners:
                self.complain(frame, "is in use, but no page directory leads to it")
        for frame in changed(before, now):
            if now[frame]:
                self.complain(frame, "is free, but never was before")

    def read(self, frame):
        return words(self.machine.physical(frame * PAGE, PAGE))

    def other_directories(self, current):
        last = [(frame, page[-1]) for frame, page in self.read_all(self.in_use)]
        return [frame for frame, entry in last
                if entry & PRESENT and entry // PAGE == frame != current]

    def read_all(self, frames):
        """(frame, its words); neighbours are read at one go."""
        runs = []
        for frame in frames:
            if runs and frame == runs[-1][1]:
                runs[-1][1] += 1
            else:
                runs.append([frame, frame + 1])
        for first, end in runs:
            memory = self.machine.physical(first * PAGE, (end - first) * PAGE)
            for frame in range(first, end):
                yield frame, words(memory[(frame - first) * PAGE:(frame - first + 1) * PAGE])

    def complain(self, frame, what):
        self.complaints.append(f"frame {frame} (0x{frame * PAGE:08X}) {what}")

    def is_reached(self, index, frame):
        """A directory that the kernel has mapped, to write to it while another
        one is in CR3, is no second owner."""
        return index >= KERNEL_SPACE and frame in self.directories

    def own(self, frame, owner):
        if frame < LOW_FRAMES:
            return
        if self.now[frame]:
            self.complain(frame, f"is {owner}, yet free")
        if frame in self.owners:
            self.complain(frame, f"is {owner} and {self.owners[frame]}")
        self.owners[frame] = owner

    def follow(self, directory, entries, shared):
        """The kernel's part is the same for all, so one has to follow it."""
        self.own(directory, f"page directory {directory}")
        for index, entry in enumerate(entries[:SELF]):
            if not entry & PRESENT:
                continue
            if KERNEL_SPACE <= index < STACKS and not shared:
                continue
            table = entry // PAGE
            self.own(table, f"page table {index} of directory {directory}")
            for number, page in enumerate(self.read(table)):
                if page & PRESENT and not self.is_reached(index, page // PAGE):
                    self.own(page // PAGE, f"page {index << 22 | number << 12:#010x}"
                                           f" of directory {directory}")
