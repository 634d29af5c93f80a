// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

/// A runner did not bring its run to an end: it is gone, silent, or said what it must not. The
/// lab's fault, never the kernel's.
final class RunBrokenException extends Exception {
  private static final long serialVersionUID = 1L;

  RunBrokenException(String reason) {
    super(reason);
  }
}
