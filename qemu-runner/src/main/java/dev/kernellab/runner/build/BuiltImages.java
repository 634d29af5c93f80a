// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.build;

import static dev.kernellab.runner.submission.SubmissionRejectedException.quote;

import dev.kernellab.runner.image.KernelImage;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Picks the kernel out of what a build produced. It comes as a tar file from inside the box, read
/// here as hostile as any: names are only compared and shown, links are passed over.
final class BuiltImages {
  private static final List<String> USUAL_PLACES = List.of("./kernel.elf", "./build/kernel.elf");
  private static final int MOST_CANDIDATES = 64;
  private static final long MOST_BYTES = 64L << 20;

  private final Map<String, byte[]> candidates = new LinkedHashMap<>();

  private BuiltImages() {}

  /// Reads the box's answer to its end.
  static BuiltImages read(InputStream stream) throws IOException {
    var images = new BuiltImages();
    long bytes = 0;
    try (var tar = new TarArchiveInputStream(stream, "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        byte[] content = tar.readNBytes(KernelImage.LARGEST + 1);
        bytes += content.length;
        if (images.candidates.size() == MOST_CANDIDATES || bytes > MOST_BYTES) {
          break;
        }
        if (entry.isFile() && !entry.isLink() && KernelImage.looksLikeElf(content)) {
          images.candidates.put(entry.getName(), content);
        }
      }
      stream.transferTo(OutputStream.nullOutputStream()); // else the box would wait for a reader
    }
    return images;
  }

  /// @throws SubmissionRejectedException when there is no kernel, or more than one
  byte[] kernel() throws SubmissionRejectedException {
    for (String place : USUAL_PLACES) {
      byte[] image = candidates.get(place);
      if (image != null) {
        KernelImage.read(image);
        return image;
      }
    }
    List<String> kernels = bootable();
    if (kernels.size() != 1) {
      throw new SubmissionRejectedException(
          "BUILD_NO_IMAGE",
          kernels.isEmpty()
              ? "make succeeded but left no kernel: no regular file kernel.elf or build/kernel.elf"
                  + " (links do not count), and no other ELF image with a Multiboot header."
              : "make left several kernels: "
                  + String.join(", ", kernels.stream().map(name -> quote(name)).toList())
                  + ". Name the right one kernel.elf.");
    }
    return Objects.requireNonNull(candidates.get(kernels.getFirst()));
  }

  private List<String> bootable() {
    var kernels = new ArrayList<String>();
    for (Map.Entry<String, byte[]> candidate : candidates.entrySet()) {
      if (isKernel(candidate.getValue())) {
        kernels.add(candidate.getKey());
      }
    }
    return kernels;
  }

  private static boolean isKernel(byte[] image) {
    try {
      KernelImage.read(image);
      return true;
    } catch (SubmissionRejectedException e) {
      return false;
    }
  }
}
