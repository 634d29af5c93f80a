// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunOutcome;

/// What a report tells.
///
/// @param label what the student calls it
/// @param title the assignment's
public record GradedRun(
    String id, String label, String title, Machine machine, RunOutcome outcome, Verdict verdict) {}
