// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.protocol.LinearAddress;

/// Something that a kernel image defines (System V ABI, chapter 4, "Symbol Table").
///
/// @param size bytes; 0 when the image does not say
/// @param global visible to other files of the kernel; not, when it is `static`
public record Definition(String name, LinearAddress address, long size, Sort sort, boolean global) {
  /// What it is, by the image's account.
  public enum Sort {
    DATA,
    FUNCTION,
    /// A label of assembly, or of a linker script.
    OTHER
  }
}
