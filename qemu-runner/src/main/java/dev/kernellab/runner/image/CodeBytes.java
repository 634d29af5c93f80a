// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.submission.SubmissionRejectedException;

/// What the kernel's code is, by its image: the bytes of sections that hold instructions.
public final class CodeBytes {
  private static final int PROGRAM = 1;
  private static final int EXECUTABLE = 4;

  private CodeBytes() {}

  /// The bytes from an address on, up to the section's end; none when no code is there.
  public static byte[] at(byte[] elf, LinearAddress address, int most)
      throws SubmissionRejectedException {
    var file = new ImageBytes(elf);
    ElfHeader header = ElfHeader.read(file);
    boolean wide = header.wide();
    for (int index = 0; index < header.sectionCount(); index++) {
      long at = header.section(index);
      long from = address.value() - file.word(at + (wide ? 16 : 12), wide);
      long size = file.word(at + (wide ? 32 : 20), wide);
      if (file.u32(at + 4) == PROGRAM
          && (file.word(at + 8, wide) & EXECUTABLE) != 0
          && Long.compareUnsigned(from, size) < 0) {
        long rest = size - from; // unsigned, as all that a file says
        long length = Long.compareUnsigned(rest, most) < 0 ? rest : most;
        return file.bytes(file.word(at + (wide ? 24 : 16), wide) + from, length);
      }
    }
    return new byte[0];
  }
}
