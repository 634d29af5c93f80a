// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.RunnerSettings;
import dev.kernellab.runner.gdb.GdbClient;
import dev.kernellab.runner.image.HandmadeElf;
import dev.kernellab.runner.qmp.MemoryTree;
import dev.kernellab.runner.qmp.QmpCommand;
import dev.kernellab.runner.sandbox.JobFolder;
import dev.kernellab.runner.sandbox.Sandbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A machine that begins where its firmware ends is the machine that it would have become. The
/// oracle is QEMU's own account of everything that it would take along to another host.
class FirmwareIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_TRIES = 10;
  private static Sandbox sandbox;
  private static MachineBooter booter;

  @BeforeAll
  static void open() throws IOException {
    sandbox = Sandbox.open(RunnerSettings.DEFAULT.sandbox());
    booter =
        new MachineBooter(
            sandbox,
            Emulator.find("qemu-system-i386"),
            Emulator.findWide(),
            new MachineBooter.Options(256 << 20, PATIENCE));
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  /// A tick of the clock may fall just before a machine stands still or just after, on either way
  /// (decision 14), so several of each are tried until two are alike in everything.
  @ParameterizedTest
  @CsvSource({"PC, 128, , ", "PC, 4, PENTIUM, 0", "Q35, 64, I486, 1", "PC, 512, QEMU64, 64"})
  void whatTheKernelFindsIsTheSame(Machine.Type type, int ram, Machine.Cpu cpu, Integer vga)
      throws Exception {
    RunRequest request = request(RunMode.GRADED, new Machine(type, ram, cpu, vga, null, null));
    LinearAddress loader = loader(request);
    var later = new HashSet<State>();
    var fromPowerOn = new HashSet<State>();
    while (Collections.disjoint(later, fromPowerOn)) {
      assertThat(later.size()).as("tried, and none alike").isLessThan(MOST_TRIES);
      later.add(atTheKernel(request, Optional.empty()));
      fromPowerOn.add(atTheKernel(request, Optional.of(loader)));
    }
  }

  @Test
  void itIsTheLaterBeginningThatIsTried() throws Exception {
    var request = request(RunMode.GRADED, new Machine(Machine.Type.PC, 16));
    try (JobFolder folder = sandbox.createFolder(0);
        BootedMachine machine = booter.boot(request, ProbeKernel.payload(false), folder)) {
      assertThat(machine.command()).containsSequence("-incoming", "defer");
    }
  }

  /// An interactive one keeps real time; QEMU forgets what an ISA disk controller last said; RAM
  /// that is no file cannot be filled.
  @ParameterizedTest
  @CsvSource({"INTERACTIVE, PC, 16", "GRADED, ISAPC, 16", "GRADED, PC, 1024"})
  void othersBeginAtPowerOn(RunMode mode, Machine.Type type, int ram) throws Exception {
    RunRequest request = request(mode, new Machine(type, ram));
    try (JobFolder folder = sandbox.createFolder(0);
        BootedMachine machine = booter.boot(request, ProbeKernel.payload(false), folder)) {
      assertThat(machine.command()).doesNotContain("-incoming");
    }
  }

  /// QEMU hands an image over in whole pages.
  @Test
  void whatTheImageDoesNotSayIsZeros() throws Exception {
    var kernel = new Payload(Boot.Way.MULTIBOOT, HandmadeElf.image(), List.of(), false);
    var request = request(RunMode.GRADED, new Machine(Machine.Type.PC, 16));
    try (JobFolder folder = sandbox.createFolder(0);
        BootedMachine machine = booter.boot(request, kernel, folder)) {
      Firmware.runTo(new LinearAddress(HandmadeElf.ENTRY), machine.debugger());
      var image = new ByteArrayOutputStream();
      machine.ram().read(List.of(new FrameRange(0x100, 14)), (frame, it) -> image.writeBytes(it));
      ByteBuffer expected = ByteBuffer.allocate(14 * 4096);
      expected.put(HandmadeElf.image(), 128, HandmadeElf.FIRST_END - 0x10_0000);
      expected.putInt(HandmadeElf.SECOND - 0x10_0000, 0x5A5A_5A5A);

      assertThat(image.toByteArray()).isEqualTo(expected.array());
    }
  }

  @Test
  void aStreamThatIsNoneEndsTheStartWithWhatQemuSaid() throws Exception {
    var request = request(RunMode.GRADED, new Machine(Machine.Type.PC, 16));
    var nonsense = new AfterFirmware(new byte[100_000], new TreeMap<>());
    try (JobFolder folder = sandbox.createFolder(0)) {
      assertThatThrownBy(
              () ->
                  booter.start(request, ProbeKernel.payload(false), folder, Optional.of(nonsense)))
          .isInstanceOf(BootException.class)
          .hasMessageContaining("Not a migration stream");
    }
  }

  private record State(
      long instructions,
      String registers,
      List<PhysicalSpan> memory,
      TreeMap<Integer, String> ram,
      String devices) {}

  /// @param stop where a machine from power-on stands still on its way
  private static State atTheKernel(RunRequest request, Optional<LinearAddress> stop)
      throws Exception {
    Payload probe = ProbeKernel.payload(false);
    try (JobFolder folder = sandbox.createFolder(0);
        BootedMachine machine =
            stop.isEmpty()
                ? booter.boot(request, probe, folder)
                : booter.start(request, probe, folder, Optional.empty())) {
      if (stop.isPresent()) {
        Firmware.runTo(stop.get(), machine.debugger());
        machine.debugger().removeBreakpoints(List.of(stop.get()));
      }
      Firmware.runTo(ProbeKernel.ENTRY, machine.debugger());
      var answers =
          machine
              .monitor()
              .callAll(List.of(new QmpCommand.QueryReplay(), new QmpCommand.InfoRegisters()));
      machine.debugger().askFor(GdbClient.Shown.MEMORY_TREE);
      String tree = machine.debugger().shown().read();
      var ram = new TreeMap<Integer, String>();
      Firmware.framesOf(machine)
          .forEach((frame, bytes) -> ram.put(frame, HexFormat.of().formatHex(bytes)));
      return new State(
          answers.get(0).path("icount").asLong(),
          answers.get(1).asString(),
          MemoryTree.parse(tree),
          ram,
          settled(Firmware.state(machine, folder, PATIENCE)));
    }
  }

  /// What comes after the video card's memory, which is sent page by page as it happens to change,
  /// and after the clocks that QEMU started with.
  private static String settled(byte[] devices) {
    String text = new String(devices, StandardCharsets.ISO_8859_1);
    int clocks = text.indexOf("\5timer\0\0\0\0");
    assertThat(clocks).as("where QEMU's clocks are").isPositive();
    return text.substring(clocks + 14 + 24);
  }

  private static LinearAddress loader(RunRequest request) throws Exception {
    try (JobFolder folder = sandbox.createFolder(0);
        BootedMachine machine =
            booter.start(request, ProbeKernel.payload(false), folder, Optional.empty())) {
      Firmware.runTo(ProbeKernel.ENTRY, machine.debugger());
      return OptionRoms.loader(machine.debugger()).orElseThrow();
    }
  }

  private static RunRequest request(RunMode mode, Machine machine) {
    var profile =
        new Profile("test", "Test", new AllocatorProfile.None(), List.of(), List.of(), List.of());
    return new RunRequest(
        "test",
        1,
        KernelKind.ELF,
        mode,
        machine.withBoot(Boot.DEFAULT),
        new Budgets(50_000_000L, 65_536, 20, 20, 20),
        profile,
        null);
  }
}
