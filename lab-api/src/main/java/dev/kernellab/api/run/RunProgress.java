// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.protocol.RunState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a batch of events changes in a run's row.
///
/// @param instructions guest instructions at the last event that counted them
/// @param snapshots how many more
record RunProgress(List<Entered> states, @Nullable Long instructions, int snapshots) {
  /// @param at milliseconds since 1970
  record Entered(RunState state, long at) {}
}
