// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import java.util.Map;

/// What can go wrong, each at the moment that its name tells.
enum Fault {
  RUNNER_KILLED_WHILE_BUILDING("RUNNER_LOST", Ledger.PLACES + 2),
  RUNNER_KILLED_WHILE_BOOTING("RUNNER_LOST", Ledger.PLACES + 2),
  RUNNER_KILLED_WHILE_RUNNING("RUNNER_LOST", Ledger.PLACES + 2),
  RUNNER_KILLED_BEFORE_REPORTING("RUNNER_LOST", Ledger.PLACES + 2),
  MACHINE_KILLED("MONITOR", Ledger.PLACES),
  REPLICA_KILLED_WHILE_RUNNING("ABANDONED", Ledger.WORKERS),
  REPLICA_KILLED_WHILE_GRADING("ABANDONED", Ledger.WORKERS),
  DATABASE_KILLED("ABANDONED", 2 * Ledger.WORKERS),
  EVENTS_CUT("RUNNER_LOST", 1),
  EVENTS_REPEATED("", 0),
  EVENTS_DELAYED("", 0),
  EVENTS_HELD_TOO_LONG("RUNNER_LOST", 1),
  RUN_REQUEST_TWICE("", 0),
  RUN_REQUEST_OF_LONG_AGO("", 0),
  SUBMISSION_TWICE("", 0),
  SUBMISSION_DELAYED("", 0),
  ANSWER_LOST("", 0),
  VIEWERS_CUT_OFF("", 0),
  DISK_FULL("", 0);

  private final String code;
  private final int most;

  /// @param code why a run that it hits starts over; empty when none needs to
  /// @param most runs that it can hit
  Fault(String code, int most) {
    this.code = code;
    this.most = most;
  }

  /// Attempts that this may cost, by the code that explains them.
  Map<String, Integer> price() {
    return code.isEmpty() ? Map.of() : Map.of(code, most);
  }
}
