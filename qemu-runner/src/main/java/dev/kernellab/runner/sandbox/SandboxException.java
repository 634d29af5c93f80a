// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

/// No box can be made on this host, and why. Nothing of a student's is ever run outside of one.
public final class SandboxException extends Exception {
  private static final long serialVersionUID = 1L;

  public SandboxException(String message) {
    super(message);
  }

  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
