// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.observe.DescriptorsView;
import dev.kernellab.api.observe.EndReader;
import dev.kernellab.api.observe.EndView;
import dev.kernellab.api.observe.NamedCode;
import dev.kernellab.api.observe.ObservedSnapshot;
import dev.kernellab.api.observe.Observer;
import dev.kernellab.memory.descriptor.DescriptorProblem;
import dev.kernellab.memory.descriptor.TaskState;
import dev.kernellab.memory.end.Statement;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.Segments;
import dev.kernellab.protocol.yaml.YamlFile;
import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.RunnerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Kernels that die, each in its own way, built and booted: what the lab says of it must be what
/// was written down by hand.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainedEndsIT {
  private static final Path KERNELS = Path.of("../tests/kernels/ends");
  private static final Profile PROFILE =
      new Profile(
          "ends",
          "Ends",
          new AllocatorProfile.None(),
          Stream.of("checkpoint_good", "checkpoint_bad")
              .map(it -> new Profile.Checkpoint(it, it, ""))
              .toList(),
          List.of(),
          List.of());

  private Path built;
  private QemuKernelRunner runner;

  @BeforeAll
  void build(@TempDir Path folder) throws Exception {
    built = folder;
    var make = new ProcessBuilder("make", "-s", "-C", KERNELS.toString(), "OUT=" + built);
    assertThat(make.inheritIO().start().waitFor()).isZero();
    runner = new QemuKernelRunner(RunnerSettings.DEFAULT, new SimpleMeterRegistry());
  }

  @AfterAll
  void close() {
    runner.close();
  }

  static Stream<String> kernels() {
    JsonNode expected = YamlFile.read(KERNELS.resolve("expected.yml"), JsonNode.class);
    return expected.propertyNames().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void isExplained(String name) throws Exception {
    JsonNode expected = YamlFile.read(KERNELS.resolve("expected.yml"), JsonNode.class).path(name);

    Told told = run(name, expected.path("boot").asString("").equals("grub"));
    EndView end = told.end();

    assertThat(end.outcome().code()).as("%s", end.outcome()).isEqualTo(text(expected, "code"));
    assertThat(end.headline()).matches(text(expected, "headline"));
    assertThat(end.statements())
        .extracting(Statement::id)
        .containsExactlyElementsOf(texts(expected.path("says")));
    List<String> calls = texts(expected.path("calls"));
    assertThat(calls(end).subList(0, calls.size())).isEqualTo(calls);
    assertThat(end.backtrace().end()).matches(expected.path("chain").asString(".*"));
    assertThat(end.lastLines()).containsExactlyElementsOf(texts(expected.path("lines")));
  }

  /// What QEMU itself keeps of the segments it has loaded is the oracle.
  @Test
  void descriptorsAreDecodedAsTheProcessorDoes() throws Exception {
    Told told = run("descriptors", false);
    Map<String, DescriptorsView> seen = tables(told);

    DescriptorsView good = requireNonNull(seen.get("checkpoint_good"));
    assertAsLoaded(good);
    assertThat(good.idt().gates()).hasSize(49);
    assertThat(good.idt().gates().getLast())
        .satisfies(
            gate -> {
              assertThat(gate.vector()).isEqualTo(0x80);
              assertThat(gate.privilege()).isEqualTo(3);
              assertThat(requireNonNull(gate.handler()).function()).isEqualTo("handler");
            });
    var task = (TaskState.Of32Bits) requireNonNull(good.task());
    assertThat(task.ss0()).isEqualTo(16);
    assertThat(task.esp0().unsigned() % 4096).isZero();

    assertThat(requireNonNull(seen.get("checkpoint_bad")).problems())
        .extracting(DescriptorProblem::message)
        .containsExactlyInAnyOrder(
            "SS holds selector 0x10: entry 2 of the GDT is zero, not a data segment.",
            "DS holds selector 0x10: entry 2 of the GDT is zero, not a data segment.",
            "Gate 3 (breakpoint) has selector 0x10: entry 2 of the GDT is zero, not a code segment.",
            "Gate 4 (overflow) leads to %s, where the image has no code."
                .formatted(good.idt().base().toJson()),
            "Gate 5 (bound range exceeded) has a type that an IDT cannot hold.",
            "Gate 6 (invalid opcode) has selector 0x40: it lies beyond the GDT's limit of 47.",
            "SS0 is 0x08: entry 1 of the GDT is a code segment, not a data segment.");
  }

  @Test
  void descriptorsOf64BitsAreDecodedAsTheProcessorDoes() throws Exception {
    Told told = run("wide-descriptors", true);
    Map<String, DescriptorsView> seen = tables(told);

    DescriptorsView good = requireNonNull(seen.get("checkpoint_good"));
    assertAsLoaded(good);
    assertThat(good.gdt().entries())
        .extracting(DescriptorsView.Segment::ignored)
        .containsExactly(true, true, true, true, false);
    assertThat(good.idt().gates()).hasSize(49);
    assertThat(good.idt().gates().get(8).ist()).isEqualTo(1);
    assertThat(good.idt().gates())
        .allSatisfy(
            gate -> assertThat(requireNonNull(gate.handler()).function()).isEqualTo("handler"));
    var task = (TaskState.Of64Bits) requireNonNull(good.task());
    assertThat(task.rsp().getFirst().value() - task.ist().getFirst().value())
        .as("the two stacks, of 4096 bytes each, lie side by side")
        .isIn(4096L, -4096L);
    assertThat(task.ioMap()).isEqualTo(104);

    String cut = good.idt().gates().get(4).offset().toJson().replace("FFFFFFFF", "");
    assertThat(requireNonNull(seen.get("checkpoint_bad")).problems())
        .extracting(DescriptorProblem::message)
        .containsExactlyInAnyOrder(
            "SS holds selector 0x10: entry 2 of the GDT is zero, not a data segment.",
            "DS holds selector 0x10: entry 2 of the GDT is zero, not a data segment.",
            "Gate 4 (overflow) leads to %s, which is not mapped: PDPTE 2 of PML4E 0 is not present."
                .formatted(cut),
            "Gate 5 (bound range exceeded) has a type that a 64-bit IDT cannot hold.",
            "Gate 6 (invalid opcode) wants the stack IST3, which is 0x00000000: nobody has set it.",
            "Gate 7 (device not available) leads to 0x800000000000, which is no address: bits 63 to"
                + " 48 do not repeat bit 47.",
            "Gate 9 (coprocessor segment overrun) has selector 0x30: entry 6 of the GDT is the"
                + " second half of the one before it.",
            "IST2 is 0xDEAD000000000000, which is no address: bits 63 to 48 do not repeat bit 47.");

    List<Statement> statements = told.end().statements();
    assertThat(statements)
        .extracting(Statement::id)
        .containsExactly("interrupt", "tss", "tss", "stack-unmapped", "gate");
    assertThat(statements.get(1).text())
        .isEqualTo(
            "User code was running. TSS: RSP0 is 0x00500000, and nothing is mapped below it: PTE 255"
                + " of PDE 2 of PDPTE 0 of PML4E 0 is not present.");
    assertThat(statements.getLast().text())
        .isEqualTo(
            "Gate 8 (double fault) wants the stack IST1, which is 0x00500000: nothing is mapped below"
                + " it: PTE 255 of PDE 2 of PDPTE 0 of PML4E 0 is not present.");
  }

  private static Map<String, DescriptorsView> tables(Told told) {
    var observer = new Observer(PROFILE);
    var seen = new HashMap<String, DescriptorsView>();
    for (Capture capture : told.captures()) {
      ObservedSnapshot snapshot = observer.observe(capture);
      seen.put(String.valueOf(capture.checkpoint()), snapshot.descriptors(told.code()));
    }
    return seen;
  }

  private static void assertAsLoaded(DescriptorsView tables) {
    Segments segments = requireNonNull(tables.segments());
    for (Segments.Segment it :
        List.of(segments.cs(), segments.ss(), segments.ds(), segments.tr())) {
      DescriptorsView.Segment entry = tables.gdt().entries().get((it.selector() >>> 3) - 1);
      assertThat(entry.index()).isEqualTo(it.selector() >>> 3);
      assertThat(entry.base().value()).isEqualTo(it.base().value());
      assertThat(entry.limit().value()).isEqualTo(it.limit().unsigned());
      // Bits 23:8 of the second half but for the limit's: type, S, DPL, P, flags. TR remembers the
      // TSS from before it was busy.
      int compared = it == segments.tr() ? 0xF0FD00 : 0xF0FF00;
      assertThat((int) (entry.raw().value() >>> 32) & compared)
          .isEqualTo(it.flags().value() & compared);
    }
    assertThat(tables.problems()).isEmpty();
  }

  /// All that a run said.
  private record Told(List<RunEvent> events) {
    List<Capture> captures() {
      return of(RunEvent.SnapshotTaken.class).map(RunEvent.SnapshotTaken::capture).toList();
    }

    NamedCode code() {
      return NamedCode.of(of(RunEvent.CodeNamed.class).findFirst().orElseThrow());
    }

    EndView end() {
      String serial =
          of(RunEvent.SerialOutput.class)
              .map(RunEvent.SerialOutput::text)
              .collect(Collectors.joining());
      return new EndReader(PROFILE, captures(), code())
          .read(((RunEvent.Ended) events.getLast()).outcome(), serial)
          .orElseThrow();
    }

    private <E> Stream<E> of(Class<E> type) {
      return events.stream().filter(type::isInstance).map(type::cast);
    }
  }

  /// Only what never ends uses its budget up; idle time is charged, and the BIOS idles a little.
  private Told run(String name, boolean grub) throws InterruptedException {
    long budget = name.equals("endless-loop") ? 50_000_000L : 5_000_000_000L;
    var request =
        new RunRequest(
            "test",
            1,
            KernelKind.ELF,
            RunMode.GRADED,
            machine(grub),
            new Budgets(budget, 1 << 20, 200, 20, 60),
            PROFILE,
            null);
    var events = new CopyOnWriteArrayList<RunEvent>();
    runner.start(request, built.resolve(name + ".elf"), events::add).awaitEnd();
    return new Told(events);
  }

  private static Machine machine(boolean grub) {
    Boot boot = grub ? new Boot(Boot.Way.GRUB) : Boot.DEFAULT;
    return new Machine(Machine.Type.PC, grub ? 32 : 16).withBoot(boot);
  }

  private static List<String> calls(EndView end) {
    var calls = new ArrayList<String>();
    for (EndView.Frame frame : end.backtrace().frames()) {
      String file = String.valueOf(frame.file());
      calls.add(frame.function() + " (" + file.substring(file.lastIndexOf('/') + 1) + ")");
    }
    return calls;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }
}
