// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// The arrows between stages are those that their `package-info.java` allow.
class ModularityTest {

  @Test
  void everyStageUsesOnlyWhatItSaysItUses() {
    ApplicationModules.of(LabApplication.class).verify();
  }
}
