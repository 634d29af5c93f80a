// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.nio.file.Path;
import java.util.List;

/// The host's programs and libraries, and nothing else of the host: no `/etc`, no home.
public final class Toolchain {
  private static final List<String> PLACES =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/alternatives");

  private Toolchain() {}

  public static BoxPlan show(BoxPlan plan) {
    PLACES.forEach(place -> plan.show(Path.of(place)));
    return plan;
  }
}
