# SPDX-License-Identifier: Apache-2.0
"""What the kernel costs, in instructions and bytes: counted, not timed, so the
same in every run. `python3 tests/figures.py` prints the table that is kept in
docs/benchmarks.md; test_figures.py holds each figure to its limit.
"""

import collections

from machine import Machine, loaded_segments

Figure = collections.namedtuple("Figure", "what value limit unit")


def boot(memory):
    """Instructions from the reset vector to the prompt, the firmware's included."""
    with Machine(memory) as machine:
        machine.run_to("checkpoint_idle")
        return machine.instructions()


def image():
    """Bytes of memory from the image's first to its last, variables included."""
    _, segments = loaded_segments()
    return max(first + size for first, size in segments) - min(first for first, _ in segments)


def frame_alloc(calls=500):
    """Mean instructions of the first calls in a stress run, measured
    between two breakpoints: at its entry and where it returns to."""
    with Machine(64, options=("-append", "ops=stress:100000:42")) as machine:
        machine.run_to("checkpoint_heap_ready")
        return round(sum(one_call(machine, "frame_alloc") for _ in range(calls)) / calls)


def one_call(machine, function):
    machine.run_to(function)
    entered = machine.instructions()
    back, = machine.read_words(machine.registers()["ESP"], 1)
    machine.breakpoint(back)
    machine.packet("c")
    machine.no_breakpoint(back)
    return machine.instructions() - entered


def figures():
    yield Figure("boot to the prompt, 128 MiB", boot(128), 60_000_000, "instructions")
    yield Figure("boot to the prompt, 4 GiB", boot(4096), 120_000_000, "instructions")
    yield Figure("frame_alloc under stress, mean", frame_alloc(), 100, "instructions")
    yield Figure("the image in memory", image(), (128 << 10) - 1, "bytes")


def main():
    print("| what | unit | figure | at most |")
    print("| ---- | ---- | -----: | ------: |")
    for figure in figures():
        print(f"| {figure.what} | {figure.unit} | {figure.value:,} | {figure.limit:,} |")


if __name__ == "__main__":
    main()
