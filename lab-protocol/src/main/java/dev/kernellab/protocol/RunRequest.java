// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a runner is asked to do once. It never sees a check, a mark or a name.
///
/// @param run the run's id, for logs and folders
/// @param attempt 1 for the first; events of an older attempt are refused
/// @param lastCheckpoint the run is complete when the kernel gets there; absent: run until it ends
///   or its budget does
public record RunRequest(
    String run,
    int attempt,
    KernelKind kernel,
    RunMode mode,
    Machine machine,
    Budgets budgets,
    Profile profile,
    @Nullable String lastCheckpoint) {

  public RunRequest {
    if (!kernel.boots(machine.start().way())) {
      throw new IllegalArgumentException(
          "machine.boot: " + kernel + " is not booted by " + machine.start().way());
    }
  }

  /// The same of a kernel that is another kind of file.
  public RunRequest of(KernelKind other) {
    return new RunRequest(run, attempt, other, mode, machine, budgets, profile, lastCheckpoint);
  }

  /// The same on another machine.
  public RunRequest on(Machine other) {
    return new RunRequest(run, attempt, kernel, mode, other, budgets, profile, lastCheckpoint);
  }

  public Optional<String> stopAt() {
    return Optional.ofNullable(lastCheckpoint);
  }
}
