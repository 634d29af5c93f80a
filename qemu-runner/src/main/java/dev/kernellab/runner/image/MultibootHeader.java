// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.runner.submission.SubmissionRejectedException;

/// The header by which a boot loader knows a kernel (Multiboot Specification 0.6.96, section 3.1).
record MultibootHeader(long offset, long flags) {
  private static final long MAGIC = 0x1BADB002L;

  /// The header lies within the first 8,192 bytes; QEMU wants room for all 48 of its fields' bytes.
  private static final int SEARCHED = 8192 - 48;

  private static final long HAS_ADDRESSES = 1 << 16;

  /// Multiboot 2 Specification, section 3.1: aligned to 8 bytes, within the first 32,768.
  private static final long SECOND_MAGIC = 0xE85250D6L;

  private static final int SECOND_SEARCHED = 32_768;

  static MultibootHeader find(ImageBytes file) throws SubmissionRejectedException {
    boolean badChecksum = false;
    for (int at = 0; at + 12 <= file.length() && at < SEARCHED; at += 4) {
      if (file.u32(at) == MAGIC) {
        long sum = MAGIC + file.u32(at + 4) + file.u32(at + 8);
        if ((sum & 0xFFFF_FFFFL) == 0) {
          var header = new MultibootHeader(at, file.u32(at + 4));
          header.requireAddresses(file);
          return header;
        }
        badChecksum = true;
      }
    }
    throw new SubmissionRejectedException(
        "IMAGE_NO_MULTIBOOT",
        (badChecksum
                ? "The image has the Multiboot magic number, but magic, flags and checksum do not"
                    + " add up to 0. "
                : "The image has no Multiboot header in its first 8 KiB. ")
            + "Put 0x1BADB002, flags and checksum, aligned to 4 bytes, at the start of the first"
            + " section that is linked.");
  }

  /// Whether it has the header of Multiboot 2, for i386.
  static boolean hasSecond(ImageBytes file) throws SubmissionRejectedException {
    for (int at = 0; at + 16 <= file.length() && at < SECOND_SEARCHED; at += 8) {
      if (file.u32(at) == SECOND_MAGIC && file.u32(at + 4) == 0) {
        long sum = SECOND_MAGIC + file.u32(at + 8) + file.u32(at + 12);
        if ((sum & 0xFFFF_FFFFL) == 0) {
          return true;
        }
      }
    }
    return false;
  }

  /// QEMU does without reading the file as ELF.
  boolean hasAddresses() {
    return (flags & HAS_ADDRESSES) != 0;
  }

  /// QEMU believes the address fields where the flags say that they are there; with an ELF image
  /// nobody needs them, and sums of them that wrap around have been used to overwrite a loader.
  private void requireAddresses(ImageBytes file) throws SubmissionRejectedException {
    if (!hasAddresses()) {
      return;
    }
    long header = file.u32(offset + 12);
    long load = file.u32(offset + 16);
    long loadEnd = file.u32(offset + 20);
    long bssEnd = file.u32(offset + 24);
    long skipped = offset - (header - load);
    long available = file.length() - skipped;
    long loaded = loadEnd == 0 ? available : loadEnd - load;
    boolean sound =
        load <= header
            && skipped >= 0
            && loaded > 0
            && loaded <= available
            && load + loaded <= 1L << 32
            && (bssEnd == 0 || bssEnd >= load + loaded);
    if (!sound) {
      throw new SubmissionRejectedException(
          "IMAGE_MULTIBOOT",
          "The Multiboot header's address fields contradict each other or the file. An ELF image"
              + " does not need them: clear bit 16 of the flags.");
    }
  }
}
