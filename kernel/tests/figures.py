# SPDX-License-Identifier: Apache-2.0
"""What the kernel costs, in instructions and bytes: the same in every run and
on every machine. `python3 tests/figures.py` prints the table that is kept in
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


def figures():
    yield Figure("boot to the prompt, 128 MiB", boot(128), 60_000_000, "instructions")
    yield Figure("boot to the prompt, 4 GiB", boot(4096), 120_000_000, "instructions")
    yield Figure("the image in memory", image(), (128 << 10) - 1, "bytes")


def main():
    print("| what | unit | figure | at most |")
    print("| ---- | ---- | -----: | ------: |")
    for figure in figures():
        print(f"| {figure.what} | {figure.unit} | {figure.value:,} | {figure.limit:,} |")


if __name__ == "__main__":
    main()
