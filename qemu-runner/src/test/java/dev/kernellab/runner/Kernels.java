// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Small kernels for tests, as sources and as images.
final class Kernels {
  private static final String HEAD =
      """
      .macro print character
        mov $0x3f8, %dx
        mov $\\character, %al
        out %al, %dx
      .endm
      .section .multiboot, "a"
      .align 4
      .long 0x1BADB002, 0, -0x1BADB002
      .text
      .global _start
      _start:
        cli
        mov $stack, %esp
      """;

  private static final String TAIL =
      """

      .bss
      .align 4096
      .skip 4096
      stack:
      """;

  static final String LINKER_SCRIPT =
      """
      ENTRY(_start)
      SECTIONS {
        . = 0x100000;
        .text : { *(.multiboot) *(.text*) *(.rodata*) }
        .data : { *(.data*) }
        .bss : { *(.bss*) *(COMMON) }
        /DISCARD/ : { *(.note*) *(.eh_frame*) }
      }
      """;

  static final String MAKEFILE =
      """
      kernel.elf: boot.S kernel.ld
      \tgcc -m32 -c boot.S -o boot.o
      \tld -m elf_i386 -T kernel.ld -o $@ boot.o
      """;

  private Kernels() {}

  /// A whole assembler file: Multiboot header, a stack, then `body`.
  static String assembly(String body) {
    return HEAD + body + TAIL;
  }

  /// Sources of a kernel with a Makefile that builds `kernel.elf`.
  static Map<String, String> sources(String body) {
    var files = new LinkedHashMap<String, String>();
    files.put("Makefile", MAKEFILE);
    files.put("boot.S", assembly(body));
    files.put("kernel.ld", LINKER_SCRIPT);
    return files;
  }

  static Path tarGz(Path folder, Map<String, String> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (var file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return Files.write(Files.createTempFile(folder, "sources", ".tar.gz"), bytes.toByteArray());
  }

  /// Assembles and links on the host: these sources are ours.
  static Path elf(Path parent, String body) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(parent, "kernel");
    Files.writeString(folder.resolve("boot.S"), assembly(body));
    Files.writeString(folder.resolve("kernel.ld"), LINKER_SCRIPT);
    Files.writeString(folder.resolve("Makefile"), MAKEFILE);
    Process make =
        new ProcessBuilder("make", "-s")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (make.waitFor() != 0) {
      throw new IOException("test kernel does not build: " + said);
    }
    return folder.resolve("kernel.elf");
  }
}
