// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.Optional;

/// What earlier moments of the run show.
@FunctionalInterface
public interface Past {
  /// Nothing was looked at before.
  Past NONE = linear -> Optional.empty();

  /// Where an address was mapped to when last it was, in a snapshot with paging on.
  Optional<Mapping> mapping(LinearAddress linear);

  /// @param when `snapshot 3 (checkpoint_idle)`
  record Mapping(String when, PhysicalAddress physical) {
    boolean isIdentity(LinearAddress linear) {
      return physical.value() == linear.value();
    }
  }
}
