// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is asked of a kernel, and what it is given for it.
///
/// @param slug the name in URLs
/// @param lastCheckpoint a graded run is complete when the kernel gets there
/// @param profile where the kernel keeps what the checks look at
/// @param checks in the order they are judged and shown
public record Assignment(
    String slug,
    String title,
    Machine machine,
    Budgets budgets,
    String lastCheckpoint,
    Profile profile,
    List<Check> checks) {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public Assignment {
    checks = List.copyOf(checks);
    require(SLUG.matcher(slug).matches(), "slug", "expected words like memory-manager", slug);
    Set<String> checkpoints =
        profile.checkpoints().stream().map(Profile.Checkpoint::symbol).collect(Collectors.toSet());
    requireCheckpoint(checkpoints, "lastCheckpoint", lastCheckpoint);
    String ready = profile.allocator().readyAt();
    if (ready != null) {
      requireCheckpoint(checkpoints, "profile: allocator.ready", ready);
    }
    var earlier = new HashSet<String>();
    for (Check check : checks) {
      String field = "check \"" + check.id() + "\": ";
      requireCheckpoint(checkpoints, field + "at", check.at());
      String requires = check.requires();
      if (requires != null) {
        String reason = "no check above has this id";
        require(earlier.contains(requires), field + "requires", reason, requires);
      }
      require(earlier.add(check.id()), field + "id", "used twice", check.id());
    }
  }

  /// What a perfect kernel earns.
  public int maximum() {
    return checks.stream().mapToInt(Check::points).sum();
  }

  private static void requireCheckpoint(Set<String> known, String field, String symbol) {
    require(known.contains(symbol), field, "the profile has no such checkpoint", symbol);
  }

  private static void require(boolean fulfilled, String field, String reason, Object value) {
    if (!fulfilled) {
      throw new IllegalArgumentException(field + ": " + reason + ", got \"" + value + "\"");
    }
  }
}
