// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunRequest;
import org.jspecify.annotations.Nullable;

/// What a runner will be asked to do, fixed when the run is made: whoever reads its evidence later
/// needs to know where the lab looked then, not where it looks now.
///
/// @param lastCheckpoint where a graded run is complete; absent when it has none
/// @param seed what the operations on the machine's command line were drawn from; absent when there
///   are none
/// @param version the assignment's, by which the run is graded; absent from plans that were made
///   before there was one
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunPlan(
    KernelKind kernel,
    RunMode mode,
    Machine machine,
    Budgets budgets,
    Profile profile,
    @Nullable String lastCheckpoint,
    @Nullable Long seed,
    @Nullable String version) {

  /// The same, with the lab looking where another profile says.
  public RunPlan readBy(Profile other) {
    return new RunPlan(kernel, mode, machine, budgets, other, lastCheckpoint, seed, version);
  }

  public RunRequest request(String run, int attempt) {
    return new RunRequest(run, attempt, kernel, mode, machine, budgets, profile, lastCheckpoint);
  }
}
