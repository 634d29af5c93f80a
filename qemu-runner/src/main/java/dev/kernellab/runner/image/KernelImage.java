// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Machine;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A sound ELF executable for x86. Whether it can be loaded, and by whom, is [Loader]'s to say.
///
/// @param wide of 64 bits
/// @param entry linear address of the first instruction
/// @param physicalEnd the first physical address after everything loaded
/// @param symbols what it defines globally; empty when it was stripped
/// @param definitions everything it defines, static data among it
public record KernelImage(
    boolean wide,
    LinearAddress entry,
    long physicalEnd,
    Map<String, LinearAddress> symbols,
    List<Definition> definitions) {
  public static final int LARGEST = 16 << 20;

  public static boolean looksLikeElf(byte[] start) {
    return ElfHeader.isElf(start);
  }

  /// @throws SubmissionRejectedException with a code that starts with `IMAGE_`
  public static KernelImage read(byte[] bytes) throws SubmissionRejectedException {
    if (bytes.length > LARGEST) {
      throw tooLarge();
    }
    if (!ElfHeader.isElf(bytes)) {
      throw ImageBytes.invalid("it does not begin with the ELF magic number");
    }
    var file = new ImageBytes(bytes);
    ElfHeader header = ElfHeader.read(file);
    Segments segments = Segments.read(file, header);
    List<Definition> definitions = SymbolTable.read(file, header);
    return new KernelImage(
        header.wide(),
        new LinearAddress(header.entry()),
        segments.physicalEnd(),
        globals(definitions),
        definitions);
  }

  /// An image that can be booted like that.
  ///
  /// @throws SubmissionRejectedException with a code that starts with `IMAGE_`
  public static KernelImage readLoadable(byte[] bytes, Boot.Way way)
      throws SubmissionRejectedException {
    KernelImage image = read(bytes);
    Loader.of(bytes, way);
    return image;
  }

  private static Map<String, LinearAddress> globals(List<Definition> definitions) {
    var globals = new HashMap<String, LinearAddress>();
    definitions.stream()
        .filter(Definition::global)
        .forEach(it -> globals.putIfAbsent(it.name(), it.address()));
    return Map.copyOf(globals);
  }

  /// Where each name is; a global one comes before a static one of the same name.
  public Map<String, LinearAddress> addresses() {
    var addresses = new HashMap<String, LinearAddress>(symbols);
    definitions.forEach(it -> addresses.putIfAbsent(it.name(), it.address()));
    return addresses;
  }

  /// Reads at most as much of a file as an image may be long.
  public static byte[] bytesOf(Path file) throws IOException, SubmissionRejectedException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw tooLarge();
      }
      return bytes;
    }
  }

  /// Refuses an image that would not fit into the machine's memory, or is not for its processor.
  public KernelImage requireFits(Machine machine) throws SubmissionRejectedException {
    int ramMiB = machine.ramMiB();
    Machine.Cpu cpu = machine.cpu();
    if (wide && cpu != null && !cpu.isWide()) {
      throw new SubmissionRejectedException(
          "IMAGE_UNSUPPORTED",
          "The image is a 64-bit one, but the machine's processor, "
              + cpu.word()
              + ", is not. Choose qemu64.");
    }
    if (physicalEnd > (long) ramMiB << 20) {
      throw new SubmissionRejectedException(
          "IMAGE_TOO_LARGE",
          String.format(
              "The kernel is loaded up to physical address 0x%08X, but the machine has %d MiB of"
                  + " RAM. Check the load addresses (AT) in the linker script.",
              physicalEnd, ramMiB));
    }
    return this;
  }

  private static SubmissionRejectedException tooLarge() {
    return new SubmissionRejectedException(
        "IMAGE_TOO_LARGE",
        "The kernel image is larger than 16 MiB. Strip its debug information or make its tables"
            + " smaller.");
  }
}
