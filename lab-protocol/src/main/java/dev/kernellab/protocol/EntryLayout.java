// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

/// What entries of a kernel's tables can look like.
final class EntryLayout {
  private EntryLayout() {}

  static void requireSize(String field, int bytes) {
    if (bytes < 1 || bytes > 4096) {
      throw new IllegalArgumentException(field + ": expected 1 to 4096, got " + bytes);
    }
  }

  static void requireField(String field, int offset, int bytes, int entryBytes) {
    if (offset < 0 || offset + bytes > entryBytes) {
      throw new IllegalArgumentException(
          field
              + ": "
              + bytes
              + " bytes at "
              + offset
              + " do not fit into an entry of "
              + entryBytes);
    }
  }
}
