// SPDX-License-Identifier: Apache-2.0

/// Tries an assignment before a class does: its solution, its starter, mutants and cheats. Start at
/// [SuiteRun]; [Suite] is the file that says what to expect.
@NullMarked
package dev.kernellab.cli.suite;

import org.jspecify.annotations.NullMarked;
