// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.build;

import static dev.kernellab.runner.submission.SubmissionRejectedException.quote;

import dev.kernellab.protocol.Boot;
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
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Picks the kernel out of what a build produced. It comes as a tar file from inside the box, read
/// here as hostile as any: names are only compared and shown, links are passed over.
public final class BuiltImages {
  private static final int MOST_FILES = 64;
  private static final long MOST_BYTES = 64L << 20;

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private BuiltImages() {}

  /// Reads the box's answer to its end.
  ///
  /// @param modules files that are wanted whatever they are
  static BuiltImages read(InputStream stream, List<String> modules) throws IOException {
    var images = new BuiltImages();
    long bytes = 0;
    try (var tar = new TarArchiveInputStream(stream, "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        byte[] content = tar.readNBytes(KernelImage.LARGEST + 1);
        bytes += content.length;
        if (images.files.size() == MOST_FILES || bytes > MOST_BYTES) {
          break;
        }
        boolean wanted =
            KernelImage.looksLikeElf(content)
                || entry.getName().matches(".*\\.(iso|img)")
                || modules.contains(entry.getName().replaceFirst("^\\./", ""));
        if (wanted && entry.isFile() && !entry.isLink()) {
          images.files.put(entry.getName(), content);
        }
      }
      stream.transferTo(OutputStream.nullOutputStream()); // else the box would wait for a reader
    }
    return images;
  }

  /// The kernel as an ELF image that can be booted like that.
  ///
  /// @throws SubmissionRejectedException when there is no kernel, or more than one
  public byte[] kernel(Boot.Way way) throws SubmissionRejectedException {
    Optional<byte[]> usual = usual(".elf");
    if (usual.isPresent()) {
      KernelImage.readLoadable(usual.get(), way);
      return usual.get();
    }
    List<String> kernels = bootable(way);
    if (kernels.size() != 1) {
      throw new SubmissionRejectedException("BUILD_NO_IMAGE", noKernel(kernels));
    }
    return Objects.requireNonNull(files.get(kernels.getFirst()));
  }

  /// A CD or a disk, as the build made it.
  ///
  /// @param ending of its name: `.iso` or `.img`
  public byte[] image(String ending) throws SubmissionRejectedException {
    Optional<byte[]> usual = usual(ending);
    List<String> images = files.keySet().stream().filter(it -> it.endsWith(ending)).toList();
    if (usual.isEmpty() && images.size() != 1) {
      throw new SubmissionRejectedException(
          "BUILD_NO_IMAGE",
          images.isEmpty()
              ? "make succeeded but left no kernel" + ending + ", nor another file " + ending + "."
              : "make left several: " + quoted(images) + ". Name the right one kernel" + ending);
    }
    return usual.orElseGet(() -> Objects.requireNonNull(files.get(images.getFirst())));
  }

  /// The kernel as an ELF image, for its symbols, if the build left one.
  public Optional<byte[]> symbols() {
    return usual(".elf");
  }

  /// @throws SubmissionRejectedException `BUILD_NO_IMAGE` when the build did not leave it
  public byte[] module(String path) throws SubmissionRejectedException {
    byte[] content = files.get("./" + path);
    if (content == null) {
      throw new SubmissionRejectedException(
          "BUILD_NO_IMAGE", "make succeeded but left no module " + quote(path) + ".");
    }
    return content;
  }

  private Optional<byte[]> usual(String ending) {
    byte[] top = files.get("./kernel" + ending);
    return Optional.ofNullable(top != null ? top : files.get("./build/kernel" + ending));
  }

  private String noKernel(List<String> kernels) {
    if (!kernels.isEmpty()) {
      return "make left several kernels: " + quoted(kernels) + ". Name the right one kernel.elf.";
    }
    boolean cd = files.keySet().stream().anyMatch(it -> it.endsWith(".iso"));
    return "make succeeded but left no kernel: no regular file kernel.elf or build/kernel.elf"
        + " (links do not count), and no other ELF image with a Multiboot header."
        + (cd ? " It left a CD: submit with boot=iso to have that booted." : "");
  }

  private static String quoted(List<String> names) {
    return String.join(", ", names.stream().map(name -> quote(name)).toList());
  }

  private List<String> bootable(Boot.Way way) {
    var kernels = new ArrayList<String>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (isKernel(file.getValue(), way)) {
        kernels.add(file.getKey());
      }
    }
    return kernels;
  }

  private static boolean isKernel(byte[] image, Boot.Way way) {
    try {
      KernelImage.readLoadable(image, way);
      return true;
    } catch (SubmissionRejectedException e) {
      return false;
    }
  }
}
