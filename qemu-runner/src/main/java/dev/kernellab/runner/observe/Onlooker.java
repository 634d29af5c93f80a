// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.memory.discover.Standstill;

/// Looks at the machine itself whenever it stands still, for as long as it likes. Nothing of what
/// it sees becomes evidence.
@FunctionalInterface
public interface Onlooker {
  Onlooker NOBODY = moment -> {};

  void look(Standstill moment);
}
