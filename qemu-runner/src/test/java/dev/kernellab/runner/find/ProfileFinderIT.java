// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.find;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.discover.Proposal;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.AllocatorProfile.BitOrder;
import dev.kernellab.protocol.AllocatorProfile.Bitmap;
import dev.kernellab.protocol.AllocatorProfile.Buddy;
import dev.kernellab.protocol.AllocatorProfile.FreeList;
import dev.kernellab.protocol.AllocatorProfile.PageArray;
import dev.kernellab.protocol.AllocatorProfile.Polarity;
import dev.kernellab.protocol.AllocatorProfile.Ranges;
import dev.kernellab.protocol.AllocatorProfile.Unit;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Place;
import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.RunnerSettings;
import dev.kernellab.runner.find.ProfileFinder.Found;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Kernels that nobody describes, booted: how they keep account is found in their memory. What is
/// found can be compared with their sources.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileFinderIT {
  private static final Path KERNELS = Path.of("../tests/kernels");
  private static final List<String> STOPS = List.of("checkpoint_ready", "checkpoint_later");

  private Path built;
  private QemuKernelRunner runner;

  @BeforeAll
  void build(@TempDir Path folder) throws Exception {
    built = folder;
    for (String set : List.of("undescribed", "profiles")) {
      make("-C", KERNELS.resolve(set).toString(), "OUT=" + built.resolve(set));
    }
    runner = new QemuKernelRunner(RunnerSettings.DEFAULT, new SimpleMeterRegistry());
  }

  @AfterAll
  void close() {
    runner.close();
  }

  static Stream<Arguments> accounts() {
    return Stream.of(
        account(
            "bitmap-lsb",
            bitmap(
                new Place.Symbol("pool", 0),
                Polarity.ONE_IS_FREE,
                BitOrder.LEAST_SIGNIFICANT_FIRST,
                null,
                null)),
        account(
            "bitmap-msb",
            bitmap(
                new Place.Symbol("table_of_bits", 0),
                Polarity.ONE_IS_ALLOCATED,
                BitOrder.MOST_SIGNIFICANT_FIRST,
                null,
                null)),
        account(
            "bitmap-words",
            bitmap(
                new Place.Pointer(new Place.Symbol("physical_memory", 8), Place.Holds.LINEAR, 0),
                Polarity.ONE_IS_FREE,
                BitOrder.MOST_SIGNIFICANT_FIRST,
                4,
                null)),
        account(
            "bitmap-from-1mib",
            bitmap(
                new Place.Symbol("high", 0),
                Polarity.ONE_IS_ALLOCATED,
                BitOrder.LEAST_SIGNIFICANT_FIRST,
                null,
                Amount.of(256))),
        account(
            "page-counts",
            found -> {
              var array = (PageArray) found;
              assertThat(array.at()).isEqualTo(new Place.Symbol("core_map", 0));
              assertThat(array.entryBytes()).isEqualTo(8);
              assertThat(array.free().offset()).isEqualTo(2);
              assertThat(array.free().equals()).isZero();
            }),
        account(
            "page-flags",
            found -> {
              var array = (PageArray) found;
              assertThat(array.at().words()).isEqualTo("what map_of_pages points to");
              assertThat(array.entryBytes()).isEqualTo(12);
              assertThat(array.free().offset()).isEqualTo(4);
            }),
        account(
            "frame-list",
            found -> {
              var list = (FreeList) found;
              assertThat(list.head()).isEqualTo(new Place.Symbol("kmem", 8));
              assertThat(list.nodes()).isNull();
            }),
        account(
            "page-list",
            found -> {
              var list = (FreeList) found;
              assertThat(list.head()).isEqualTo(new Place.Symbol("free_pages", 0));
              assertThat(requireNonNull(list.nodes()).at().words())
                  .isEqualTo("what pages points to");
              assertThat(requireNonNull(list.nodes()).entryBytes()).isEqualTo(8);
            }),
        account(
            "buddy",
            found -> {
              var buddy = (Buddy) found;
              assertThat(buddy.heads()).isEqualTo(new Place.Symbol("areas", 4));
              assertThat(buddy.headBytes()).isEqualTo(8);
              assertThat(buddy.orders()).isEqualTo(10);
            }),
        account(
            "frame-stack",
            found -> {
              var stack = (Ranges) found;
              assertThat(stack.at()).isEqualTo(new Place.Symbol("frames_to_give", 0));
              assertThat(stack.entries().words()).isEqualTo("the number at depth");
              assertThat(stack.length()).isNull();
              assertThat(stack.unit()).isEqualTo(Unit.BYTES);
            }),
        account(
            "pieces",
            found -> {
              var pieces = (Ranges) found;
              assertThat(pieces.at().words()).isEqualTo("what free_memory + 4 points to");
              assertThat(pieces.entries().words()).isEqualTo("the number at free_memory + 8");
              assertThat(pieces.entryBytes()).isEqualTo(8);
              assertThat(pieces.length()).isEqualTo(4);
              assertThat(pieces.unit()).isEqualTo(Unit.BYTES);
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accounts")
  void isFound(String name, Consumer<AllocatorProfile> isRight) throws Exception {
    Found found = find("undescribed/" + name, 8);
    Proposal best = found.proposals().getFirst();

    isRight.accept(best.allocator());
    assertThat(best.since()).isEqualTo("checkpoint_ready");
    assertThat(best.evidence())
        .as("the 17 pages that are mapped between the two looks")
        .anyMatch(it -> it.startsWith("17 frames that came to be used were free before"))
        .noneMatch(it -> it.startsWith("BUT"));
    assertThat(best.undecided()).as("ties").allMatch(it -> it.endsWith("reads the same"));
    assertThat(found.windows()).singleElement().asString().contains("0x00000000");
  }

  @Test
  void aKernelWithoutAnAccountGetsNone() throws Exception {
    assertThat(find("undescribed/bump", 8).proposals()).isEmpty();
  }

  /// These account for 64 frames that nothing uses. Links and blocks show by themselves what they
  /// are; of bits and counters nothing does, and none must be proposed.
  @Test
  void whatNothingShowsIsNotProposed() throws Exception {
    var free = new BitSet();
    free.set(1027, 1029);
    free.set(1030, 1040);
    free.set(1048, 1088);
    var found = new TreeMap<String, String>();
    try (var kernels = Files.list(KERNELS.resolve("profiles"))) {
      for (Path kernel : kernels.filter(it -> Files.exists(it.resolve("kernel.c"))).toList()) {
        String name = kernel.getFileName().toString();
        for (Proposal proposal : find("profiles/" + name, 16).proposals()) {
          found.putIfAbsent(name, proposal.what());
          if (!name.equals("faulty")) {
            assertThat(proposal.free()).as("%s: %s", name, proposal).isEqualTo(free);
          }
        }
      }
    }
    assertThat(found)
        .containsEntry("buddy", "the lists at areas + 4")
        .containsEntry("faulty", "the bitmap at free_map")
        .containsEntry("free-list", "the list at memory + 4")
        .containsEntry("page-list", "the list at page_free_list");
    assertThat(found.keySet()).as("proposed, right or wrong").hasSize(FOUND_OF_SMALL_POOLS);
  }

  private static final int FOUND_OF_SMALL_POOLS = 4;

  /// No symbol of it names the bitmap.
  @Test
  void theReferenceKernelsBitmapIsFoundInPlainMemory() throws Exception {
    make("-C", "../kernel", "all");
    Found found =
        new ProfileFinder(runner)
            .find(
                Path.of("../kernel/build/kernel.elf"),
                new Machine(Machine.Type.PC, 64),
                List.of("checkpoint_memory_map", "checkpoint_idle"));

    Proposal best = found.proposals().getFirst();
    bitmap(
            new Place.Physical(new PhysicalAddress(0x60000)),
            Polarity.ONE_IS_FREE,
            BitOrder.LEAST_SIGNIFICANT_FIRST,
            null,
            null)
        .accept(best.allocator());
    assertThat(((Bitmap) best.allocator()).frames()).isEqualTo(Amount.of(1 << 20));
    assertThat(best.evidence())
        .as("the other bit order gives as many free frames, and is told apart")
        .anyMatch(
            it -> it.startsWith("read most significant bit first") && it.endsWith("cannot be"));
  }

  private Found find(String name, int ramMiB) throws Exception {
    return new ProfileFinder(runner)
        .find(built.resolve(name + ".elf"), new Machine(Machine.Type.PC, ramMiB), STOPS);
  }

  private static Arguments account(String name, Consumer<AllocatorProfile> isRight) {
    return Arguments.of(name, isRight);
  }

  private static Consumer<AllocatorProfile> bitmap(
      Place at,
      Polarity polarity,
      BitOrder order,
      @Nullable Integer wordBytes,
      @Nullable Amount first) {
    return found -> {
      var bitmap = (Bitmap) found;
      assertThat(bitmap.at()).isEqualTo(at);
      assertThat(bitmap.polarity()).isEqualTo(polarity);
      assertThat(bitmap.bitOrder()).isEqualTo(order);
      assertThat(bitmap.wordBytes()).isEqualTo(wordBytes);
      assertThat(bitmap.first()).isEqualTo(first);
    };
  }

  private static void make(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("make", "-s"));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
