// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

/// What a script may rely on.
final class ExitCode {
  static final int PASSED = 0;
  static final int CHECKS_FAILED = 1;
  static final int USAGE = 2;
  static final int LAB_OR_NETWORK = 3;

  private ExitCode() {}
}
