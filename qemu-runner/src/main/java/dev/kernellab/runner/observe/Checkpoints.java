// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Where the kernel has the checkpoints that the profile asks for, and how often it came by each.
final class Checkpoints {
  private final Map<LinearAddress, List<String>> names = new TreeMap<>();
  private final Map<String, Integer> hits = new HashMap<>();

  /// Checkpoints that the image does not define are left out: the kernel never gets there.
  static Checkpoints of(RunRequest request, Map<String, LinearAddress> symbols) {
    var checkpoints = new Checkpoints();
    var wanted =
        new ArrayList<String>(
            request.profile().checkpoints().stream().map(Profile.Checkpoint::symbol).toList());
    request.stopAt().filter(last -> !wanted.contains(last)).ifPresent(wanted::add);
    for (String symbol : wanted) {
      LinearAddress address = symbols.get(symbol);
      if (address != null) {
        checkpoints.names.computeIfAbsent(address, ignored -> new ArrayList<>()).add(symbol);
      }
    }
    return checkpoints;
  }

  Set<LinearAddress> addresses() {
    return names.keySet();
  }

  /// The checkpoints at an address, in the profile's order; usually one.
  List<String> at(LinearAddress address) {
    return names.getOrDefault(address, List.of());
  }

  /// Counts one more hit and says how many that makes.
  int hit(String name) {
    return hits.merge(name, 1, Integer::sum);
  }
}
