// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.hook;

import java.time.Instant;
import java.util.List;

/// That a submission was given its verdict, over all machines that it was run on.
///
/// @param timestamp when
public record VerdictNotice(String type, Instant timestamp, Data data) {

  public VerdictNotice(Instant timestamp, Data data) {
    this("verdict.given", timestamp, data);
  }

  /// @param run on the first machine
  /// @param runs one for each machine, in the assignment's order
  /// @param label what the submission was called
  /// @param outcome the code of how the first run ended that did not complete, else the first of
  ///   all
  /// @param score as the gradebook has it: of all checks, also of those that students do not see,
  ///   less what being late costs
  /// @param percentKept what that leaves; 100 in time
  /// @param verdict path of the verdict at the lab, as students may see it
  public record Data(
      String run,
      List<String> runs,
      String submission,
      String label,
      String assignment,
      String outcome,
      int score,
      int max,
      int percentKept,
      String verdict) {}
}
