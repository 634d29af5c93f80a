// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What cannot be a kernel is refused at the door: a 4xx, a code of its own, a sentence that helps.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final byte REGULAR = '0';
  private static final byte HARD_LINK = '1';
  private static final byte SYMBOLIC_LINK = '2';
  private static final byte CHARACTER_DEVICE = '3';

  private LabProcess lab;
  private LabHttp http;
  private byte[] elf;

  @BeforeAll
  void start(@TempDir Path home, @TempDir Path scratch) throws Exception {
    lab = LabProcess.start(home);
    http = lab.http();
    elf = Kernels.elf(LabProcess.ROOT.resolve("tests/kernels/halts"), scratch);
  }

  @AfterAll
  void stop() throws Exception {
    lab.close();
  }

  Stream<Arguments> refused() throws IOException {
    return Stream.of(
        Arguments.of("nothing at all", 422, "ARCHIVE_EMPTY", new byte[0]),
        Arguments.of("text", 422, "KERNEL_FILE_UNKNOWN", "int main(void);".getBytes()),
        Arguments.of("more than 10 MiB", 413, "ARCHIVE_TOO_LARGE", noise((10 << 20) + 1)),
        Arguments.of("a gzip of noise", 422, "ARCHIVE_CORRUPT", gzip(noise(4096))),
        Arguments.of("a gzip bomb", 422, "ARCHIVE_RATIO", Kernels.archiveThatInflatesTo(300 << 20)),
        Arguments.of(
            "a path that climbs out",
            422,
            "ARCHIVE_PATH",
            Kernels.archiveWith("../evil.c", REGULAR, "")),
        Arguments.of(
            "an absolute path",
            422,
            "ARCHIVE_PATH",
            Kernels.archiveWith("/etc/evil.c", REGULAR, "")),
        Arguments.of(
            "a symbolic link",
            422,
            "ARCHIVE_LINK",
            Kernels.archiveWith("notes", SYMBOLIC_LINK, "/etc/passwd")),
        Arguments.of(
            "a hard link",
            422,
            "ARCHIVE_LINK",
            Kernels.archiveWith("notes", HARD_LINK, "/etc/passwd")),
        Arguments.of(
            "a device",
            422,
            "ARCHIVE_SPECIAL_FILE",
            Kernels.archiveWith("zero", CHARACTER_DEVICE, "")),
        Arguments.of("a 64-bit image", 422, "IMAGE_UNSUPPORTED", patched(4, 2)),
        Arguments.of("an ARM image", 422, "IMAGE_UNSUPPORTED", patched(18, 40)),
        Arguments.of("half an image", 422, "IMAGE_INVALID_ELF", Arrays.copyOf(elf, 60)),
        Arguments.of("an image without Multiboot", 422, "IMAGE_NO_MULTIBOOT", withoutMultiboot()));
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @MethodSource("refused")
  void isRefusedWithItsOwnCode(String what, int status, String code, byte[] kernel)
      throws Exception {
    LabHttp.Answer answer = http.submit(kernel);
    assertThat(answer.code()).as(what).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("detail").asString()).hasSizeGreaterThan(30);
    assertThat(http.json("api/v1/submissions").path("items")).isEmpty();
  }

  @Test
  void anArchiveWithoutMakefileIsRefused() throws Exception {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    try (var out = new org.apache.commons.compress.archivers.tar.TarArchiveOutputStream(tar)) {
      var entry = new org.apache.commons.compress.archivers.tar.TarArchiveEntry("kernel.c");
      out.putArchiveEntry(entry);
      out.closeArchiveEntry();
    }
    assertThat(http.submit(tar.toByteArray()).code()).isEqualTo("BUILD_NO_MAKEFILE");
  }

  @Test
  void whatIsNotThereIsNamed() throws Exception {
    assertThat(http.get("api/v1/runs/nobody").code()).isEqualTo("RUN_UNKNOWN");
    assertThat(http.get("api/v1/submissions/nobody").code()).isEqualTo("SUBMISSION_UNKNOWN");
    assertThat(http.get("api/v1/nothing").status()).isEqualTo(404);
    assertThat(http.get("api/v1/nothing").code()).isNotBlank();
  }

  private byte[] patched(int offset, int value) {
    byte[] copy = elf.clone();
    copy[offset] = (byte) value;
    return copy;
  }

  private byte[] withoutMultiboot() {
    byte[] copy = elf.clone();
    for (int i = 0; i + 4 <= copy.length; i += 4) {
      if (copy[i] == 0x02
          && copy[i + 1] == (byte) 0xB0
          && copy[i + 2] == (byte) 0xAD
          && copy[i + 3] == 0x1B) {
        copy[i] = 0;
        return copy;
      }
    }
    throw new AssertionError("the kernel to spoil has no Multiboot header to begin with");
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(1).nextBytes(noise);
    return noise;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
