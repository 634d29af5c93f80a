// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Grading without a lab: a class of three, and the reference kernel's run as a capsule.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalLabIT {
  private static final String ASSIGNMENT = "../assignments/memory-manager";
  private static final Path KERNEL = Path.of("../kernel/build/kernel.elf");

  private Path folder;
  private Path capsule;

  private record Answer(int code, String out, String error) {}

  @BeforeAll
  void submit(@TempDir Path folder) throws Exception {
    this.folder = folder;
    capsule = folder.resolve("capsule.zip");
    assertThat(new ProcessBuilder("make", "-s", "-C", "../kernel", "all").start().waitFor())
        .isZero();
    Answer answer =
        lab(
            "submit",
            "--local",
            "--assignment",
            ASSIGNMENT,
            "--capsule",
            capsule.toString(),
            KERNEL.toString());
    assertThat(answer.code()).as("%s", answer).isZero();
    assertThat(answer.out())
        .contains("▸ booting", "▸ reached checkpoint_idle after", "score 100 of 100");
  }

  @Test
  void aClassGetsWhatEachDeserves() throws IOException {
    Path all = Files.createDirectory(folder.resolve("class"));
    Files.copy(KERNEL, all.resolve("ada.elf"));
    Files.writeString(all.resolve("bob.zip"), "My cat ate it.");
    Path carol = Files.createDirectory(all.resolve("carol"));
    try (var files = Files.list(Path.of("../tests/kernels/triple-fault"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, carol.resolve(file.getFileName()));
      }
    }

    Answer answer =
        lab("grade", "--local", "--assignment", ASSIGNMENT, "--output", "json", all.toString());

    assertThat(answer.code()).as("%s", answer).isEqualTo(1);
    JsonNode report = JsonMapper.shared().readTree(answer.out());
    assertThat(report.path("summary").toString())
        .isEqualTo("{\"submissions\":3,\"passed\":1,\"failed\":2,\"notTaken\":0,\"labFaults\":0}");
    assertThat(report.at("/results/0/verdict/score").asInt()).isEqualTo(100);
    assertThat(report.at("/results/1/outcome/code").asString()).isEqualTo("KERNEL_FILE_UNKNOWN");
    assertThat(report.at("/results/2/outcome/code").asString()).isEqualTo("TRIPLE_FAULT");
  }

  @Test
  void aCapsuleGivesTheSameVerdictAndTheSameRun() {
    Answer answer = lab("replay", "--boot", capsule.toString());

    assertThat(answer.code()).as("%s", answer).isZero();
    assertThat(answer.out())
        .contains(
            "The evidence is what was sealed: ",
            "Graded again, it gives the same verdict: 100 of 100.\n",
            "Booted again, the kernel shows the same.",
            "That gives the same verdict: 100 of 100.")
        .doesNotContain("QEMU");
  }

  @Test
  void whatItWasBootedByIsSaidWhereItIsOtherwiseHere() throws IOException {
    Answer answer =
        replayWith(
            "capsule.json",
            it -> it.replaceFirst("\"qemu\" : \"", "$01.0, not ").replace("\"-S\"", "\"-s\""),
            "--boot");

    assertThat(answer.code()).as("%s", answer).isZero();
    assertThat(answer.out())
        .containsPattern("It ran in QEMU 1\\.0, not (\\d+\\.\\d+\\.\\d+.*), here in \\1\\.")
        .contains("QEMU's arguments are others: then -s, here -S.");
  }

  @Test
  void whateverIsChangedInItShows() throws IOException {
    Answer marks =
        replayWith("verdict.json", it -> it.replaceFirst("\"points\":5", "\"points\":4"));
    assertThat(marks.code()).isEqualTo(1);
    assertThat(marks.out()).contains("another verdict: 100 of 100", ": 4 → 5. ");

    // not in a snapshot: samples of the running machine are not under the seal
    Answer evidence =
        replayWith("evidence.ndjson", it -> it.replaceFirst("\"hit\":1", "\"hit\":2"));
    assertThat(evidence.code()).isEqualTo(1);
    assertThat(evidence.out()).contains("The evidence has been changed: its hash is ");

    Answer kernel = replayWith("kernel", it -> it + "x");
    assertThat(kernel.code()).isEqualTo(1);
    assertThat(kernel.out()).contains("The kernel is not the one that ran");
  }

  @Test
  void whatIsNoCapsuleIsRefusedAndSaysWhy() throws IOException {
    refused(replayWith("capsule.json", it -> "{}"), "capsule.json: not a capsule's");
    refused(
        replayWith("capsule.json", it -> it.replaceFirst("\"format\" : 1", "\"format\" : 2")),
        "format: expected 1, got 2");
    refused(replayWith("assignment.json", it -> "[]"), "assignment.json: not an assignment");
    refused(replayWith("verdict.json", it -> "null"), "verdict.json: not a verdict");
    refused(replayWith("evidence.ndjson", it -> "{\"type\":\"gossip\"}\n"), "evidence.ndjson:1: ");
    refused(replayWith("evidence.ndjson", it -> ""), "It has no evidence.ndjson.");
    refused(
        replayWith(
            "evidence.ndjson", it -> it.replaceFirst("\"deflated\":\"....", "\"deflated\":\"AAAA")),
        "its evidence is damaged");
    refused(replayWith("../../evil", it -> "x"), "the path \"../../evil\"");
    refused(replayWith("evidence.ndjson", it -> "0".repeat(96 << 20)), "inflates to more than");
    Path cut = folder.resolve("cut.zip");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(capsule), 5_000));
    refused(lab("replay", cut.toString()), "no zip file, or is damaged");
    refused(lab("replay", "gone.zip"), "gone.zip: there is no such file.");
  }

  private static void refused(Answer answer, String reason) {
    assertThat(answer.code()).as("%s", answer).isEqualTo(2);
    assertThat(answer.error()).contains(reason);
  }

  /// @param change of an entry's content; to nothing to leave it out
  private Answer replayWith(String entry, UnaryOperator<String> change, String... options)
      throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    try (var zip = new ZipFile(capsule.toFile())) {
      for (ZipEntry it : Collections.list(zip.entries())) {
        byte[] bytes = zip.getInputStream(it).readAllBytes();
        contents.put(it.getName(), new String(bytes, StandardCharsets.ISO_8859_1));
      }
    }
    String changed = change.apply(contents.getOrDefault(entry, ""));
    if (changed.isEmpty()) {
      contents.remove(entry);
    } else {
      contents.put(entry, changed);
    }
    Path file = Files.createTempFile(folder, "changed", ".zip");
    try (OutputStream out = Files.newOutputStream(file);
        var zip = new ZipOutputStream(out)) {
      for (var it : contents.entrySet()) {
        zip.putNextEntry(new ZipEntry(it.getKey()));
        zip.write(it.getValue().getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return lab(
        Stream.concat(Stream.of("replay", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static Answer lab(String... arguments) {
    var out = new StringWriter();
    var error = new StringWriter();
    int code =
        LabCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(error, true))
            .execute(arguments);
    return new Answer(code, out.toString(), error.toString());
  }
}
