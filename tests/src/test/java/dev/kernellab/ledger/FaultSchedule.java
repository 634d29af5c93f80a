// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Which fault strikes after how many accepted submissions: a function of the seed and of nothing
/// else.
record FaultSchedule(List<Strike> strikes) {
  /// Every fault once, and some of them again.
  private static final int STRIKES = Fault.values().length + 2;

  /// @param after so many submissions have been accepted
  /// @param target chooses the victim, where there is a choice
  record Strike(int after, Fault fault, int target) {}

  /// @param submissions how many there will be; the last fifth is left in peace, so that whatever
  ///   waits for a moment still meets it
  static FaultSchedule of(long seed, int submissions) {
    var random = new Random(seed);
    var faults = new ArrayList<>(List.of(Fault.values()));
    while (faults.size() < STRIKES) {
      faults.add(Fault.values()[random.nextInt(Fault.values().length)]);
    }
    Collections.shuffle(faults, random);
    int step = submissions * 4 / 5 / STRIKES;
    var strikes = new ArrayList<Strike>();
    for (Fault fault : faults) {
      int after = step * strikes.size() + 1 + random.nextInt(step);
      strikes.add(new Strike(after, fault, random.nextInt(1 << 16)));
    }
    return new FaultSchedule(List.copyOf(strikes));
  }
}
