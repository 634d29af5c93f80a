// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is asked of a kernel, and what it is given for it. One that was read by
/// [dev.kernellab.grading.author.AssignmentReader] is sound: every name in it leads somewhere.
///
/// @param slug the name in URLs
/// @param version of its content: changes with whatever is written in it
/// @param machines a submission is run on each of them
/// @param lastCheckpoint a graded run is complete when the kernel gets there
/// @param attempts how many submissions count; absent: any number
/// @param profile where the kernel keeps what the checks look at
/// @param checks in the order they are shown
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Assignment(
    String slug,
    String title,
    String version,
    @Nullable Handout handout,
    List<Machine> machines,
    @Nullable Operations operations,
    Budgets budgets,
    String lastCheckpoint,
    @Nullable Deadline deadline,
    @Nullable Integer attempts,
    Profile profile,
    List<Check> checks) {
  public Assignment {
    machines = List.copyOf(machines);
    checks = List.copyOf(checks);
  }

  /// The first of the machines.
  @JsonProperty
  public Machine machine() {
    return machines.getFirst();
  }

  /// What a perfect kernel earns, extra credit left out.
  public int maximum() {
    return checks.stream().filter(check -> !check.countsOnTop()).mapToInt(Check::points).sum();
  }

  /// As students may see it: without the checks that are not for them.
  public Assignment shown(boolean afterDeadline) {
    return only(
        checks.stream()
            .filter(check -> check.isVisible(afterDeadline))
            .map(Check::id)
            .collect(Collectors.toSet()));
  }

  /// Whether students may see less of a verdict than there is: now, or always.
  public boolean hidesSomething() {
    return checks.stream().anyMatch(check -> !check.isVisible(false));
  }

  /// With some of its checks, which then build on each other alone.
  public Assignment only(Set<String> ids) {
    return with(
        machines,
        checks.stream()
            .filter(check -> ids.contains(check.id()))
            .map(check -> check.buildingOn(ids))
            .toList());
  }

  /// The same on other machines.
  public Assignment on(List<Machine> others) {
    return with(others, checks);
  }

  private Assignment with(List<Machine> others, List<Check> some) {
    return new Assignment(
        slug,
        title,
        version,
        handout,
        others,
        operations,
        budgets,
        lastCheckpoint,
        deadline,
        attempts,
        profile,
        some);
  }
}
