// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Says of every byte between an image's first and its last page that it is zero, where the image
/// itself says nothing of it. QEMU (7.2, `load_multiboot`) copies all of them into the guest, and
/// else takes what its heap holds, which is not the same from one process to the next.
public final class WholePages {
  private static final int PAGE = 4096;
  private static final long FIRST_MIB = 1 << 20;

  private WholePages() {}

  /// Segments reach to the next one, and the last to its page's end. Those that begin in the first
  /// MiB, where not all is RAM, stay as they are, and so does what QEMU does not load as ELF.
  ///
  /// @param image found sound before
  public static byte[] of(byte[] image) {
    try {
      return ElfHeader.isElf(image) ? ofElf(image) : image;
    } catch (SubmissionRejectedException e) {
      throw new IllegalArgumentException("not a sound image: " + e.getMessage(), e);
    }
  }

  private static byte[] ofElf(byte[] image) throws SubmissionRejectedException {
    var file = new ImageBytes(image);
    if (MultibootHeader.find(file).hasAddresses()) {
      return image;
    }
    ElfHeader header = ElfHeader.read(file);
    Segments segments = Segments.read(file, header);
    ByteBuffer changed = ByteBuffer.wrap(image.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (int index = 0; index < header.segmentCount(); index++) {
      int at = (int) header.segments() + index * header.segmentSize();
      long physical = file.u32(at + 12);
      boolean loaded = file.u32(at) == Segments.TYPE_LOAD && file.u32(at + 20) > 0;
      if (loaded && physical >= FIRST_MIB) {
        changed.putInt(at + 20, (int) (end(segments, physical) - physical));
      }
    }
    return changed.array();
  }

  private static long end(Segments segments, long physical) {
    long lastPage = (segments.physicalEnd() + PAGE - 1) / PAGE * PAGE;
    return segments.loaded().stream()
        .mapToLong(Segments.Segment::physical)
        .filter(next -> next > physical)
        .min()
        .orElse(Math.min(lastPage, 1L << 32));
  }
}
