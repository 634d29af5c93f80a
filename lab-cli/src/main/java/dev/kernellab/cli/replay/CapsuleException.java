// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.replay;

/// A file that is no capsule, or a damaged one. The message says what is wrong with it.
final class CapsuleException extends Exception {
  private static final long serialVersionUID = 1L;

  CapsuleException(String message) {
    super(message);
  }
}
