// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;

/// What counts of a 32-bit TSS (Intel SDM vol. 3, 7.2.1, figure 7-2): the stack that the processor
/// switches to when an interrupt comes while user code runs.
///
/// @param base where it lies, as the processor remembers it
/// @param ioMap offset of the I/O permission bitmap
public record TaskState(LinearAddress base, int ss0, Hex32 esp0, int ioMap) {
  static final int ESP0 = 4;
  static final int SS0 = 8;
  static final int IO_MAP = 100;

  /// Bytes of it without an I/O permission bitmap.
  static final int SIZE = 104;
}
