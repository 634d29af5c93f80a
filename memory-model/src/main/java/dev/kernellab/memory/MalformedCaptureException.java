// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

/// A capture that no runner of ours writes: damaged or made up. Never the kernel's fault.
public final class MalformedCaptureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedCaptureException(String message) {
    super(message);
  }

  MalformedCaptureException(String message, Throwable cause) {
    super(message, cause);
  }
}
