// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.compare;

import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunOutcome;

/// What is compared of a run that has ended.
///
/// @param machine with what its kernel was told
/// @param profile the one it was made with
/// @param console what it printed
/// @param captures all of the run's, in order; gone through twice, so they need not all be in
///   memory
public record ComparedRun(
    Machine machine,
    Profile profile,
    RunOutcome outcome,
    String console,
    Iterable<Capture> captures) {}
