// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.gdb;

import java.io.IOException;

/// The gdb stub said something unexpected, nothing in time, or hung up.
public final class GdbException extends IOException {
  private static final long serialVersionUID = 1L;

  GdbException(String message) {
    super(message);
  }

  GdbException(String message, Throwable cause) {
    super(message, cause);
  }
}
