// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.author;

import dev.kernellab.grading.assignment.Check;
import dev.kernellab.grading.author.AssignmentReader.Slip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which check builds on which.
final class Prerequisites {
  private final List<Check> checks;
  private final Map<String, Integer> places = new HashMap<>();
  private final Set<String> sound = new HashSet<>();

  Prerequisites(List<Check> checks) {
    this.checks = checks;
    for (int i = 0; i < checks.size(); i++) {
      places.put(checks.get(i).id(), i);
    }
  }

  /// The first check that builds on itself, through whichever others.
  Optional<Slip> cycle() {
    for (int i = 0; i < checks.size(); i++) {
      List<String> way = follow(checks.get(i).id(), new ArrayList<>());
      if (!way.isEmpty()) {
        return Optional.of(
            new Slip(
                "checks[" + i + "].requires",
                "a check cannot build on itself: " + String.join(" requires ", way)));
      }
    }
    return Optional.empty();
  }

  private List<String> follow(String id, List<String> way) {
    Integer place = places.get(id);
    if (place == null || sound.contains(id)) {
      return List.of();
    }
    var further = new ArrayList<>(way);
    further.add(id);
    if (way.contains(id)) {
      return further;
    }
    for (String required : checks.get(place).prerequisites()) {
      List<String> cycle = follow(required, further);
      if (!cycle.isEmpty()) {
        return cycle;
      }
    }
    sound.add(id);
    return List.of();
  }
}
