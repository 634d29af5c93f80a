// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

/// What one run may use. Instructions decide; seconds only protect the host.
///
/// @param instructions guest instructions
/// @param serialBytes bytes written to the serial port
/// @param snapshots snapshots taken
/// @param buildSeconds wall-clock seconds for `make`
/// @param wallSeconds wall-clock seconds from power-on to the end
public record Budgets(
    long instructions, long serialBytes, int snapshots, int buildSeconds, int wallSeconds) {
  public static final Budgets DEFAULT = new Budgets(5_000_000_000L, 1 << 20, 200, 60, 60);

  public Budgets {
    requirePositive("instructions", instructions);
    requirePositive("serialBytes", serialBytes);
    requirePositive("snapshots", snapshots);
    requirePositive("buildSeconds", buildSeconds);
    requirePositive("wallSeconds", wallSeconds);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "budgets." + name + ": expected more than 0, got " + value);
    }
  }
}
