# SPDX-License-Identifier: Apache-2.0
"""Runs every test beside this file: `python3 tests/run.py [NAME ...]`.

Two classes at a time, each in a process of its own. Prints a line for each
class, what failed in full, and last "N passed, N failed"; fails if any failed.
"""

import concurrent.futures
import os
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
AT_A_TIME = 2  # a 4 GiB guest is the largest; two of them fit most machines


class Result(unittest.TestResult):
    passed = 0

    def addSuccess(self, test):
        self.passed += 1

    def complaints(self):
        return [f"FAIL  {title(test)}\n{text}"
                for test, text in self.failures + self.errors]


def title(test):
    return test.id().split(".", 1)[-1].replace(".test_", ": ").replace("_", " ")


def cases(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from cases(item)
        else:
            yield item


def by_class(names):
    """Class name to the ids of its tests, of those whose name contains one."""
    found, loader = {}, unittest.TestLoader()
    for case in cases(loader.discover(HERE, "test_*.py")):
        if not names or any(name in title(case) for name in names):
            found.setdefault((type(case).__module__, type(case).__name__), []).append(
                case._testMethodName)
    if loader.errors:
        sys.exit("\n".join(loader.errors))
    return found


def run_class(module, name, methods):
    """In a worker: (passed, complaints, seconds)."""
    started = time.monotonic()
    case_class = getattr(__import__(module), name)
    result = Result()
    unittest.TestSuite(map(case_class, methods)).run(result)
    return result.passed, result.complaints(), time.monotonic() - started


def main(names):
    passed, failed = 0, 0
    with concurrent.futures.ProcessPoolExecutor(AT_A_TIME) as pool:
        runs = {pool.submit(run_class, *key, methods): key
                for key, methods in by_class(names).items()}
        for run in concurrent.futures.as_completed(runs):
            good, complaints, seconds = run.result()
            passed, failed = passed + good, failed + len(complaints)
            print(f"{'FAIL' if complaints else 'ok  '}  {runs[run][1]}: "
                  f"{good} passed, {seconds:.1f} s", flush=True)
            for complaint in complaints:
                print(complaint, flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
