// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The books of one test: what was promised, what the lab has on file, what its viewers were told.
///
/// @param accepted what a client was told with 201
/// @param filed every run there is, as both replicas list it
/// @param viewings who followed a run, and what they saw of it
/// @param struck the faults, as they came
/// @param surprises answers that no fault excuses
/// @param residue processes and files that nobody needs any more
record Ledger(
    List<Accepted> accepted,
    List<Filed> filed,
    List<Viewing> viewings,
    List<Fault> struck,
    List<String> surprises,
    List<String> residue) {
  /// Runs that one runner takes at a time.
  static final int PLACES = 2;

  /// Runs that one replica has under way at a time.
  static final int WORKERS = 4;

  /// How often a run is begun before the lab admits that it cannot.
  static final int ATTEMPTS = 7;

  /// @param mark what it must get; null for the job that kills its runner every time
  record Accepted(String label, String submission, String run, @Nullable Integer mark) {}

  /// @param score null when nothing was graded
  record Filed(
      String submission,
      String label,
      String run,
      String state,
      int attempt,
      String outcome,
      @Nullable Integer score) {}

  /// @param id the event's number in the run
  record Told(long id, String name, JsonNode data) {}

  /// @param viewer who: one that was there throughout, or one that asks a replica afterwards
  record Viewing(String run, String viewer, List<Told> told) {}

  /// How many attempts the faults may have cost, by code.
  Map<String, Integer> price() {
    var price = new TreeMap<String, Integer>();
    struck.forEach(
        fault -> fault.price().forEach((code, most) -> price.merge(code, most, Integer::sum)));
    return price;
  }

  /// How many runs needed how many attempts.
  String summary() {
    var attempts = new TreeMap<Integer, Integer>();
    filed.forEach(run -> attempts.merge(run.attempt(), 1, Integer::sum));
    return "%d accepted, %d faults; runs by attempts needed: %s"
        .formatted(accepted.size(), struck.size(), attempts);
  }
}
