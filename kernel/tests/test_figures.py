# SPDX-License-Identifier: Apache-2.0
"""The kernel stays within what it promises to cost, and costs the same twice."""

import unittest

import figures


class Figures(unittest.TestCase):
    def test_each_is_within_its_limit(self):
        for figure in figures.figures():
            with self.subTest(figure.what):
                self.assertLessEqual(figure.value, figure.limit)

    def test_instructions_are_the_same_in_every_run(self):
        self.assertEqual(figures.boot(16), figures.boot(16))
