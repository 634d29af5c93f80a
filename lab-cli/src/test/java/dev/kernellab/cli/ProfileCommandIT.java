// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// Profiles against kernels that a compiler has built.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileCommandIT {
  private static final Path KERNELS = Path.of("../tests/kernels/profiles");
  private Path built;

  private record Answer(int code, String out, String error) {}

  @BeforeAll
  void build(@TempDir Path folder) throws Exception {
    built = folder;
    Process make =
        new ProcessBuilder("make", "-s", "-C", KERNELS.toString(), "OUT=" + folder)
            .inheritIO()
            .start();
    assertThat(make.waitFor()).isZero();
  }

  static List<String> kernels() throws IOException {
    try (Stream<Path> folders = Files.list(KERNELS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("profile.yml")))
          .map(folder -> folder.getFileName().toString())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aProfileFitsItsKernel(String kernel) {
    Answer answer = check(kernel, KERNELS.resolve(kernel).resolve("profile.yml"));
    assertThat(answer.code()).as("%s", answer).isZero();
    assertThat(answer.out()).contains("stops at checkpoint_ready, L0x", "fits this kernel");
  }

  @Test
  void itSaysWhatWouldBeRead() {
    assertThat(check("two-pools", KERNELS.resolve("two-pools/profile.yml")).out())
        .contains(
            "reads the bitmap of kernel pool, by a pointer: 4 bytes at kernel_pool + 8, L0x8010");
  }

  /// What is found fits the kernel by the other command, and a kernel without an account is told
  /// so.
  @Test
  void aProfileIsFound() throws IOException {
    Path file = built.resolve("found.yml");
    String kernel = built.resolve("free-list.elf").toString();
    Answer found =
        lab("profile", "find", kernel, "--ram", "16", "--at", "checkpoint_ready", "-o", "" + file);
    assertThat(found.code()).as("%s", found).isZero();
    assertThat(found.out())
        .contains("1. the list at memory + 4: 52 frames free, sound since checkpoint_ready")
        .contains("a chain of 52 places, each the start of a frame of RAM");
    Answer checked = lab("profile", "check", kernel, file.toString());
    assertThat(checked.out()).contains("stops at checkpoint_ready", "fits this kernel");

    Answer none =
        lab("profile", "find", built.resolve("no-allocator.elf").toString(), "--ram", "16");
    assertThat(none.code()).isEqualTo(ExitCode.CHECKS_FAILED);
    assertThat(none.out()).contains("the profile is `none`", "kind: \"none\"");
  }

  @Test
  void aSymbolThatIsNotThereIsAnsweredByThoseThatWouldFit() throws IOException {
    Answer answer = check("bitmap-static", spoilt("bitmap-static", "frame_map", "map"));
    assertThat(answer.code()).isEqualTo(ExitCode.CHECKS_FAILED);
    assertThat(answer.out())
        .contains("--  the bitmap: the image defines no symbol map")
        .contains("would fit: frame_map, 256 bytes at L0x")
        .contains("1 of this does not fit.");
  }

  @Test
  void aLengthThatDoesNotFitIsSaid() throws IOException {
    Answer answer = check("bitmap-static", spoilt("bitmap-static", "2048", "1048576"));
    assertThat(answer.out())
        .contains("the bitmap: bytes 0 to 131071 of frame_map, which is 256 bytes long")
        .contains("nothing in the image is large enough");
  }

  @Test
  void aPlaceOutsideRamIsSaid() throws IOException {
    String place = "\"0x08000000\"";
    Answer answer = check("bitmap-static", spoilt("bitmap-static", "{ symbol: frame_map }", place));
    assertThat(answer.out())
        .contains("the bitmap: ends above the machine's 128 MiB of RAM, P0x08000000");
  }

  @Test
  void aFileThatIsNoProfileIsRefusedWithItsLine() throws IOException {
    Answer answer = check("bitmap-static", spoilt("bitmap-static", "one-is-free", "none-is-free"));
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.error()).startsWith("profile.yml:8: allocator.polarity");
  }

  @Test
  void aFileThatIsNotThereIsSaidToBe() {
    String elf = built.resolve("bitmap-static.elf").toString();
    assertThat(lab("profile", "check", elf, "gone.yml").error())
        .contains("gone.yml: there is no such file");
    assertThat(check("gone", KERNELS.resolve("bitmap-static/profile.yml")).error())
        .contains("gone.elf: there is no such file");
  }

  private Path spoilt(String kernel, String right, String wrong) throws IOException {
    String text = Files.readString(KERNELS.resolve(kernel).resolve("profile.yml"));
    assertThat(text).contains(right);
    Path folder = Files.createTempDirectory(built, "spoilt");
    return Files.writeString(folder.resolve("profile.yml"), text.replace(right, wrong));
  }

  private Answer check(String kernel, Path profile) {
    return lab("profile", "check", built.resolve(kernel + ".elf").toString(), profile.toString());
  }

  private static Answer lab(String... arguments) {
    var out = new StringWriter();
    var error = new StringWriter();
    CommandLine command = LabCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(error));
    int code = command.execute(arguments);
    return new Answer(code, out.toString(), error.toString());
  }
}
