// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarUtils;

/// What a file is, decided once and by its first bytes alone: never by its name, nor by what it
/// also happens to be further on.
enum ArchiveFormat {
  GZIPPED_TAR,
  TAR,
  ZIP;

  /// Bytes that are enough to decide.
  static final int START = 512;

  static Optional<ArchiveFormat> of(byte[] start) {
    if (startsWith(start, 0x1F, 0x8B)) {
      return Optional.of(GZIPPED_TAR);
    }
    if (startsWith(start, 'P', 'K', 3, 4) || startsWith(start, 'P', 'K', 5, 6)) {
      return Optional.of(ZIP);
    }
    if (start.length == START && isTarHeader(start)) {
      return Optional.of(TAR);
    }
    return Optional.empty();
  }

  private static boolean isTarHeader(byte[] start) {
    try {
      return TarUtils.verifyCheckSum(start);
    } catch (IllegalArgumentException e) {
      return false; // what stands where the checksum should be is no number
    }
  }

  private static boolean startsWith(byte[] start, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= start.length || start[i] != (byte) magic[i]) {
        return false;
      }
    }
    return true;
  }
}
