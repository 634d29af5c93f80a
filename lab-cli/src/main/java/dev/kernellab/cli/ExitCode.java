// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

/// What a script may rely on.
public final class ExitCode {
  public static final int PASSED = 0;
  public static final int CHECKS_FAILED = 1;
  public static final int USAGE = 2;
  public static final int LAB_OR_NETWORK = 3;

  private ExitCode() {}
}
