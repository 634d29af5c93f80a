// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.SentEvent;
import dev.kernellab.memory.FrameContents;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Capture.FrameContent;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// A run of two captures drawn by hand: first only a page directory that maps physical 0 to 4 MiB
/// at 0xF0000000, then the bitmap as well, in which the frames of the second 4 MiB are free.
@Timeout(60)
class SnapshotIT {
  private static final int DIRECTORY = 0x10A;
  private static final int FIRST_BITMAP_FRAME = 0x60;

  @TempDir private static Path home;
  private static final ScriptedRunner runner = new ScriptedRunner();
  private static Lab lab;
  private static String snapshots = "";

  @BeforeAll
  static void start() {
    runner.script("shows", SnapshotIT::show);
    lab = Lab.start(home, runner);
    String run = lab.submit("shows");
    lab.eventsAfter(run, 0);
    snapshots = "/api/v1/runs/" + run + "/snapshots";
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  private static RunOutcome show(ScriptedRunner.Stage stage) {
    stage.say(new RunEvent.SnapshotTaken(bootPaging()));
    stage.say(new RunEvent.SnapshotTaken(memoryMap()));
    return ScriptedRunner.COMPLETED;
  }

  private static Capture bootPaging() {
    return new Capture(
        0,
        Capture.Reason.CHECKPOINT,
        "checkpoint_boot_paging",
        5_663_774L,
        false,
        registers(),
        List.of(new FrameRange(DIRECTORY, 1)),
        List.of(directory()));
  }

  private static Capture memoryMap() {
    var changed = new ArrayList<FrameContent>();
    byte[] first = new byte[4096];
    Arrays.fill(first, 128, 256, (byte) 0xFF); // frames 1,024 to 2,047
    changed.add(FrameContents.deflate(FIRST_BITMAP_FRAME, first));
    for (int frame = FIRST_BITMAP_FRAME + 1; frame < FIRST_BITMAP_FRAME + 32; frame++) {
      changed.add(FrameContents.deflate(frame, new byte[4096]));
    }
    return new Capture(
        1,
        Capture.Reason.CHECKPOINT,
        "checkpoint_memory_map",
        5_712_345L,
        false,
        registers(),
        List.of(new FrameRange(FIRST_BITMAP_FRAME, 32), new FrameRange(DIRECTORY, 1)),
        changed);
  }

  /// Entry 960: present, writable, 4 MiB from physical 0 on.
  private static FrameContent directory() {
    ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(960 * 4, 0x83);
    return FrameContents.deflate(DIRECTORY, bytes.array());
  }

  /// CR0.PG and PE, CR4.PSE, CR3 at the directory.
  private static Registers registers() {
    var zero = new Hex32(0);
    var nowhere = new LinearAddress(0);
    return new Registers(
        new Hex32(0xF0101234),
        zero,
        zero,
        new Hex32(2),
        zero,
        zero,
        zero,
        zero,
        zero,
        zero,
        new Hex32(0x80000011),
        zero,
        new Hex32(DIRECTORY << 12),
        new Hex32(0x10),
        nowhere,
        0,
        nowhere,
        0,
        false);
  }

  @Test
  void areListed() {
    JsonNode items = lab.json(snapshots).path("items");
    assertThat(items.get(0).toString())
        .isEqualTo(
            "{\"n\":0,\"seq\":2,\"reason\":\"checkpoint\",\"checkpoint\":\"checkpoint_boot_paging\","
                + "\"instructions\":5663774,\"torn\":false}");
    assertThat(items.get(1).path("free").asInt()).isEqualTo(1024);
    assertThat(items.size()).isEqualTo(2);
  }

  @Test
  void travelInTheStreamAsWhatChanged() {
    String run = snapshots.split("/")[4];
    List<SentEvent> sent =
        lab.eventsAfter(run, 0).stream().filter(it -> it.name().equals("snapshot")).toList();
    assertThat(sent.get(0).data().path("allocator").path("ready").asBoolean()).isFalse();
    assertThat(sent.get(1).data().path("allocator").path("changes").toString())
        .isEqualTo("[[1024,1024,true]]");
    assertThat(lab.json("/api/v1/runs/" + run).path("snapshots").asInt()).isEqualTo(2);
    assertThat(lab.json("/api/v1/runs/" + run).path("instructions").asInt()).isEqualTo(5_712_345);
  }

  @ParameterizedTest
  @CsvSource({"1", "last", "checkpoint_memory_map"})
  void areFoundByNumberByCheckpointAndAsTheLast(String which) {
    JsonNode snapshot = lab.json(snapshots + "/" + which);
    assertThat(snapshot.path("n").asInt()).isEqualTo(1);
    assertThat(snapshot.path("allocator").path("freeRanges").toString()).isEqualTo("[[1024,1024]]");
    assertThat(snapshot.path("paging").path("directory").asString()).isEqualTo("0x0010A000");
  }

  @Test
  void giveTheBitmapInNormalForm() {
    HttpResponse<String> response = lab.get(snapshots + "/last/bitmap");
    byte[] bitmap = response.body().getBytes(StandardCharsets.ISO_8859_1);
    byte[] expected = new byte[131_072];
    Arrays.fill(expected, 128, 256, (byte) 0xFF);
    assertThat(bitmap).isEqualTo(expected);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
  }

  @Test
  void giveThePageDirectory() {
    JsonNode entries = lab.json(snapshots + "/0/page-directory").path("entries");
    assertThat(entries.size()).isEqualTo(1);
    assertThat(entries.get(0).path("index").asInt()).isEqualTo(960);
    assertThat(entries.get(0).path("large").asBoolean()).isTrue();
  }

  @Test
  void giveTheBytesTheyHold() {
    String directory = lab.json(snapshots + "/0/page-directory").path("directory").asString();
    JsonNode bytes =
        lab.json(snapshots + "/0/memory?space=physical&length=4096&address=" + directory);
    assertThat(bytes.path("bytes").asString()).hasSize(8192).contains("83000000");
    assertThat(bytes.path("unreadable").size()).isZero();
    JsonNode nowhere = lab.json(snapshots + "/0/memory?address=0x10&length=16");
    assertThat(nowhere.path("unreadable").toString()).isEqualTo("[{\"offset\":0,\"length\":16}]");
    assertThat(lab.get(snapshots + "/0/memory?address=x").body()).contains("PARAMETER_INVALID");
  }

  @Test
  void oneFrame() {
    JsonNode frame = lab.json(snapshots + "/0/frames/1024");
    assertThat(frame.path("address").asString()).isEqualTo("0x00400000");
    assertThat(frame.path("state").asString()).isEqualTo("not-yet");
    assertThat(frame.has("source")).isFalse();
  }

  @Test
  void translateAddresses() {
    assertThat(lab.json(snapshots + "/0/translate?va=0xF0100000").path("physical").asString())
        .isEqualTo("0x00100000");
    JsonNode failed = lab.json(snapshots + "/0/translate?va=0x00000000");
    assertThat(failed.path("failure").asString()).isNotEmpty();
    assertThat(failed.has("physical")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/7, 404, SNAPSHOT_UNKNOWN",
    "/checkpoint_nowhere/bitmap, 404, SNAPSHOT_UNKNOWN",
    "/0/bitmap, 404, BITMAP_NOT_READY",
    "/0/page-directory/960, 404, PAGE_TABLE_NONE",
    "/0/page-directory/1024, 400, PARAMETER_INVALID",
    "/0/page-directory/x, 400, REQUEST_MALFORMED",
    "/0/translate, 400, REQUEST_MALFORMED",
    "/0/frames/1048576, 400, PARAMETER_INVALID",
    "/0/translate?va=12, 400, ADDRESS_INVALID",
    "/0/translate?va=0x123456789ABCDEF, 400, ADDRESS_INVALID"
  })
  void thatCannotBeShownAreProblems(String path, int status, String code) {
    HttpResponse<String> response = lab.get(snapshots + path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains("\"code\":\"" + code + "\"");
  }

  @Test
  void thatDoNotExistAreAnsweredWithThoseThatDo() {
    assertThat(lab.get(snapshots + "/checkpoint_nowhere").body())
        .contains("checkpoint_boot_paging, checkpoint_memory_map");
  }
}
