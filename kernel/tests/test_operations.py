# SPDX-License-Identifier: Apache-2.0
"""What `ops=` asks for is what happens to the bitmap: no frame more, no frame
less. A model that knows only the rules follows random scripts; nothing that
the kernel prints is believed."""

import os
import random
import unittest

from accounts import Accounts
from machine import PAGE, Machine, changed

LARGE = 4 << 20  # what one page table maps
METHODS = {"yield": "nothing", "heap": "nothing", "stress": "nothing"}
SLOTS = 64       # allocations the kernel remembers


class Scripted:
    """A machine that stops after every operation of a script."""

    def __init__(self, script, memory=16):
        self.script = script
        self.machine = Machine(memory, options=("-append", "ops=" + ",".join(script)))

    def __enter__(self):
        self.machine.__enter__()
        self.machine.run_to("checkpoint_heap_ready")
        return self

    def __exit__(self, *failure):
        self.machine.__exit__(*failure)

    def steps(self):
        """(operation, bitmap, instructions) after each."""
        for operation in self.script:
            self.machine.run_to("checkpoint_operation")
            yield operation, self.machine.bitmap(), self.machine.instructions()
            self.machine.packet("s")  # off the place where the next stop will be


class Rules:
    """What may change from one bitmap to the next."""

    def __init__(self, bitmap):
        self.bitmap = bitmap
        self.allocations, self.pages, self.tables = {}, {}, {}

    def step(self, operation, bitmap):
        difference = changed(self.bitmap, bitmap)
        taken = [frame for frame in difference if not bitmap[frame]]
        given = [frame for frame in difference if bitmap[frame]]
        name, *numbers = operation.split(":")
        assert getattr(self, METHODS.get(name, name))(taken, given, *numbers), (
            f"{operation} took frames {taken} and gave back {given}")
        self.bitmap = bitmap

    def alloc(self, taken, given, count):
        slot = next(slot for slot in range(1, SLOTS + 1) if slot not in self.allocations)
        self.allocations[slot] = taken
        return not given and taken == list(range(taken[0], taken[0] + int(count)))

    def free(self, taken, given, slot):
        return not taken and given == self.allocations.pop(int(slot))

    def map(self, taken, given, address):
        """A frame for the page and, if it is the first there, for its table."""
        page = int(address, 16)
        neighbours = self.tables.setdefault(page // LARGE, set())
        self.pages[page] = taken
        neighbours.add(page)
        return not given and len(taken) == (2 if len(neighbours) == 1 else 1)

    def unmap(self, taken, given, address):
        page = int(address, 16)
        neighbours = self.tables[page // LARGE]
        neighbours.remove(page)
        return (not taken and len(given) == (1 if neighbours else 2)
                and set(given) & set(self.pages.pop(page)))

    def spawn(self, taken, given, _):
        return taken and not given

    def kill(self, taken, given, _):
        return given and not taken

    def nothing(self, taken, given, *_):
        return not taken and not given



def random_script(chance, length):
    """Operations of which none is refused, as the kernel counts allocations."""
    script, slots, pages, processes, spawned = [], set(), set(), set(), 1
    while len(script) < length:
        kind = chance.choice(("alloc", "alloc", "free", "map", "map", "unmap", "heap",
                              "spawn", "kill", "yield"))
        if kind == "alloc":
            slots.add(next(slot for slot in range(1, SLOTS + 1) if slot not in slots))
            script.append(f"alloc:{chance.choice((1, 1, 2, 5, 33, 64))}")
        elif kind == "map":
            page = chance.choice((0x10000000, 0x103FF000, 0xBFFFF000, 0xC0000000, 0xE0000000))
            page += chance.randrange(8) * PAGE if page < 0xB0000000 else 0
            if page not in pages:
                pages.add(page)
                script.append(f"map:{page:x}")
        elif kind == "spawn":
            processes.add(spawned := spawned + 1)
            script.append("spawn:spin")
        elif kind == "yield":
            script.append("yield:2")
        elif kind == "kill" and processes:
            processes.remove(process := chance.choice(sorted(processes)))
            script.append(f"kill:{process}")
        elif kind == "heap":
            script.append(f"heap:{chance.randrange(1, 300)}:{chance.randrange(1, 1000)}")
        elif kind == "free" and slots:
            slots.remove(slot := chance.choice(sorted(slots)))
            script.append(f"free:{slot}")
        elif kind == "unmap" and pages:
            pages.remove(page := chance.choice(sorted(pages)))
            script.append(f"unmap:{page:x}")
    back = [f"free:{slot}" for slot in slots] + [f"unmap:{page:x}" for page in pages]
    back += [f"kill:{process}" for process in processes]
    chance.shuffle(back)
    return script + back


class Operations(unittest.TestCase):
    TRIES, LENGTH = 3, 30

    def test_random_scripts_change_what_the_rules_allow_and_end_as_they_began(self):
        seed = int(os.environ.get("SEED") or random.randrange(1 << 32))
        print(f"      Operations: SEED={seed}", flush=True)
        for number in range(self.TRIES):
            script = random_script(random.Random(f"{seed} {number}"), self.LENGTH)
            with self.subTest(f"SEED={seed}, number {number}: {','.join(script)}"):
                self.follow(script)

    def follow(self, script):
        with Scripted(script) as scripted:
            before = scripted.machine.bitmap()
            rules = Rules(before)
            for operation, bitmap, _ in scripted.steps():
                rules.step(operation, bitmap)
                self.assert_owners(scripted.machine, before, bitmap, rules)
            self.assertEqual(changed(before, bitmap), [])

    def assert_owners(self, machine, before, bitmap, rules):
        """Page tables lead to all but what `alloc` holds, and to nothing of that."""
        held = {frame for frames in rules.allocations.values() for frame in frames}
        owners = Accounts(machine, before, bitmap).owners
        lost = {frame for frame in changed(before, bitmap) if frame not in owners}
        self.assertEqual(lost, held)

    def test_the_same_script_costs_the_same_and_does_the_same(self):
        script = random_script(random.Random(5), 20) + ["stress:2000:9"]
        runs = []
        for _ in range(2):
            with Scripted(script) as scripted:
                runs.append(list(scripted.steps()))
        self.assertEqual(runs[0], runs[1])
