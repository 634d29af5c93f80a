// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

/// QEMU did not come up. The image had been checked before, so this is the lab's fault.
public final class BootException extends Exception {
  private static final long serialVersionUID = 1L;

  BootException(String message) {
    super(message);
  }

  BootException(String message, Throwable cause) {
    super(message, cause);
  }
}
