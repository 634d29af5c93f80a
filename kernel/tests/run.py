# SPDX-License-Identifier: Apache-2.0
"""Runs every test beside this file: `python3 tests/run.py [NAME ...]`.

Prints a line for each and, last, "N passed, N failed"; fails if any failed.
"""

import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


class Result(unittest.TestResult):
    passed = 0

    def report(self, word, test):
        name = test.id().split(".", 1)[1].replace(".test_", ": ").replace("_", " ")
        print(f"{word}  {name}", flush=True)

    def addSuccess(self, test):
        self.passed += 1
        self.report("ok  ", test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.report("FAIL", test)
        print(self.failures[-1][1])

    def addError(self, test, error):
        super().addError(test, error)
        self.report("FAIL", test)
        print(self.errors[-1][1])

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.addFailure(subtest, error)


def main(names):
    loader = unittest.TestLoader()
    suite = loader.discover(HERE, "test_*.py")
    if names:
        loader.testNamePatterns = [f"*{name}*" for name in names]
        suite = loader.discover(HERE, "test_*.py")
    result = Result()
    suite.run(result)
    failed = len(result.failures) + len(result.errors)
    print(f"{result.passed} passed, {failed} failed")
    return 1 if failed or not result.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
