// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kernellab.api.observe.AddressSpaceView;
import dev.kernellab.api.observe.AddressSpaceView.Found;
import dev.kernellab.api.observe.ObservedSnapshot;
import dev.kernellab.api.observe.Observer;
import dev.kernellab.api.observe.SnapshotView;
import dev.kernellab.memory.Finding;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.yaml.YamlFile;
import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.RunnerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Kernels that keep account of their frames in every way there is, built and booted: each is
/// described by its profile alone, and all of them must be seen to say the same.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfiledKernelsIT {
  private static final Path KERNELS = Path.of("../tests/kernels/profiles");
  private static final List<FrameRange> FREE =
      List.of(new FrameRange(1027, 2), new FrameRange(1030, 10), new FrameRange(1048, 40));

  private Path built;
  private QemuKernelRunner runner;

  @BeforeAll
  void build(@TempDir Path folder) throws Exception {
    built = folder;
    assertThat(start("make", "-s", "-C", KERNELS.toString(), "OUT=" + built)).isZero();
    runner = new QemuKernelRunner(RunnerSettings.DEFAULT, new SimpleMeterRegistry());
  }

  @AfterAll
  void close() {
    runner.close();
  }

  static Stream<String> kernels() throws IOException {
    try (var folders = Files.list(KERNELS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("profile.yml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void isReadAsItsProfileDescribes(String name) throws Exception {
    Path folder = KERNELS.resolve(name);
    Profile profile = YamlFile.read(folder.resolve("profile.yml"), Profile.class);
    Path expectations = folder.resolve("expected.yml");
    JsonNode expected =
        Files.exists(expectations)
            ? YamlFile.read(expectations, JsonNode.class)
            : JsonMapper.shared().createObjectNode();

    SnapshotView seen = lastStopped(profile, built.resolve(name + ".elf"));

    assertThat(seen.allocator().freeRanges())
        .as("free frames; %s", seen.findings())
        .isEqualTo(free(expected));
    if (seen.allocator().ready()) {
      assertThat(seen.allocator().frames())
          .as("frames accounted for")
          .isEqualTo(expected.path("frames").asInt(64));
    }
    assertThat(jsonName(seen)).as("paging").isEqualTo(expected.path("mode").asString("off"));
    for (JsonNode range : expected.path("mapped")) {
      assertThat(seen.paging().ranges())
          .anySatisfy(
              it -> {
                assertThat(it.virtual().toJson()).isEqualTo(range.path(0).asString());
                assertThat(it.physical().toJson()).isEqualTo(range.path(1).asString());
                assertThat(it.length()).isEqualTo(range.path(2).asLong());
              });
    }
    assertThat(seen.findings())
        .as("findings, each with a sentence")
        .extracting(Finding::id)
        .containsExactlyElementsOf(
            expected.path("findings").valueStream().map(JsonNode::asString).toList());
    for (JsonNode range : expected.path("written")) {
      assertThat(seen.findings())
          .filteredOn(finding -> finding.id().equals("free-frame-written"))
          .flatExtracting(Finding::frames)
          .containsExactly(new FrameRange(range.path(0).asInt(), range.path(1).asInt()));
    }
  }

  /// The oracle is the processor: what the lab says of a directory while it is in none, it uses at
  /// the next checkpoint.
  @Test
  void everyAddressSpaceIsDecoded() throws Exception {
    Profile profile = YamlFile.read(KERNELS.resolve("two-directories/profile.yml"), Profile.class);
    var observer = new Observer(profile);
    var seen = new HashMap<String, ObservedSnapshot>();
    for (Capture capture : captures(profile, built.resolve("two-directories.elf"), 16)) {
      ObservedSnapshot snapshot = observer.observe(capture);
      seen.put(String.valueOf(capture.checkpoint()), snapshot);
    }
    ObservedSnapshot before = requireNonNull(seen.get("checkpoint_ready"));
    ObservedSnapshot after = requireNonNull(seen.get("checkpoint_later"));

    assertThat(before.addressSpaces())
        .extracting(AddressSpaceView::found, AddressSpaceView::name)
        .containsExactly(
            tuple(Found.CR3, null),
            tuple(Found.PROFILE, "process 0"),
            tuple(Found.PROFILE, "process 1"));
    PhysicalAddress second = before.addressSpaces().getLast().directory();
    assertThat(before.space(second).orElseThrow().ranges())
        .isEqualTo(after.space(null).orElseThrow().ranges());
    assertThat(before.space(null).orElseThrow().ranges())
        .isNotEqualTo(after.space(null).orElseThrow().ranges());
    assertThat(before.space(second).orElseThrow().table(List.of(256)).orElseThrow().entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.linear().toJson()).isEqualTo("0x40001000");
              assertThat(entry.physical()).isEqualTo(PhysicalAddress.ofFrame(1025));
            });

    // The kernel's own is not in the list, but was in CR3.
    assertThat(after.addressSpaces())
        .extracting(AddressSpaceView::found, AddressSpaceView::name)
        .containsExactly(
            tuple(Found.CR3, null), tuple(Found.PROFILE, "process 0"), tuple(Found.EARLIER, null));
    PhysicalAddress first = before.addressSpaces().getFirst().directory();
    assertThat(after.addressSpaces().getLast().directory()).isEqualTo(first);
    assertThat(after.space(first).orElseThrow().ranges())
        .isEqualTo(before.space(null).orElseThrow().ranges());
    assertThat(after.space(new PhysicalAddress(0x123000))).isEmpty();
  }

  @Test
  void anAccountIsNotAllUsedBeforeTheKernelSaysThatItIsReady() throws Exception {
    Profile profile = YamlFile.read(KERNELS.resolve("console-line/profile.yml"), Profile.class);
    var observer = new Observer(profile);
    assertThat(captures(profile, built.resolve("console-line.elf"), 16))
        .extracting(
            Capture::checkpoint, it -> observer.observe(it).complete().allocator().freeRanges())
        .containsExactly(tuple("checkpoint_ready", null), tuple("checkpoint_later", FREE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          symbol: frame_map  | symbol: map              | The profile does not fit this kernel: the bitmap: the image defines no symbol map.
          symbol: frame_map  | pointer: boot_directory  | account could not be read: boot_directory is a null pointer.
          frames: 2048       | frames: { symbol: boot_directory } | account could not be read: the number of frames is 0, by the number at boot_directory
          """)
  void anAccountThatCannotBeReadIsAnsweredByWhatWouldFit(String right, String wrong, String said)
      throws Exception {
    String text = Files.readString(KERNELS.resolve("bitmap-static/profile.yml"));
    Profile profile = YamlFile.parse("profile.yml", text.replace(right, wrong), Profile.class);
    RunOutcome outcome = run(profile, built.resolve("bitmap-static.elf"), 16, event -> {});
    assertThat(outcome.code()).isEqualTo("LAST_CHECKPOINT");
    assertThat(outcome.message()).contains(said, "frame_map, 256 bytes at L0x");
  }

  @Test
  void theReferenceKernelGivesNothingAwayAtAnyCheckpoint() throws Exception {
    Path sources = Files.createDirectory(built.resolve("reference"));
    assertThat(start("cp", "-R", "../kernel/.", sources.toString())).isZero();
    assertThat(start("make", "-s", "-C", sources.toString(), "clean", "all")).isZero();
    Profile profile =
        YamlFile.read(Path.of("../assignments/memory-manager/profile.yml"), Profile.class);
    var observer = new Observer(profile);
    for (Capture capture : captures(profile, sources.resolve("build/kernel.elf"), 128)) {
      assertThat(observer.observe(capture).complete().findings())
          .as("at %s", capture.checkpoint())
          .isEmpty();
    }
  }

  private SnapshotView lastStopped(Profile profile, Path kernel) throws InterruptedException {
    return Observer.last(profile, captures(profile, kernel, 16)).complete();
  }

  private List<Capture> captures(Profile profile, Path kernel, int ramMiB)
      throws InterruptedException {
    var captures = new CopyOnWriteArrayList<Capture>();
    RunOutcome outcome =
        run(
            profile,
            kernel,
            ramMiB,
            event -> {
              if (event instanceof RunEvent.SnapshotTaken it) {
                captures.add(it.capture());
              }
            });
    assertThat(outcome.code()).as("%s", outcome).isEqualTo("LAST_CHECKPOINT");
    return captures;
  }

  private RunOutcome run(Profile profile, Path kernel, int ramMiB, Consumer<RunEvent> listener)
      throws InterruptedException {
    var request =
        new RunRequest(
            "test",
            1,
            KernelKind.ELF,
            RunMode.GRADED,
            new Machine(Machine.Type.PC, ramMiB),
            new Budgets(1_000_000_000L, 1 << 20, 200, 20, 60),
            profile,
            profile.checkpoints().getLast().symbol());
    var ends = new CopyOnWriteArrayList<RunEvent.Ended>();
    runner
        .start(
            request,
            kernel,
            event -> {
              listener.accept(event);
              if (event instanceof RunEvent.Ended it) {
                ends.add(it);
              }
            })
        .awaitEnd();
    return ends.getFirst().outcome();
  }

  private static int start(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static @Nullable List<FrameRange> free(JsonNode expected) {
    JsonNode free = expected.path("free");
    if (free.isMissingNode()) {
      return FREE;
    }
    return free.isArray()
        ? free.valueStream()
            .map(it -> new FrameRange(it.path(0).asInt(), it.path(1).asInt()))
            .toList()
        : null;
  }

  private static String jsonName(SnapshotView seen) {
    return switch (seen.paging().mode()) {
      case OFF -> "off";
      case BITS_32 -> "32bit";
      case PAE -> "pae";
      case LEVELS_4 -> "4level";
      case LEVELS_5 -> "5level";
    };
  }
}
