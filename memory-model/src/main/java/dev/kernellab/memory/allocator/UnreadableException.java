// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

/// The account is not where, or not of the size that, the profile says. The message is for whoever
/// wrote the profile or the kernel.
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
