// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Machine.Cpu;
import dev.kernellab.protocol.Machine.Device;
import dev.kernellab.protocol.Machine.Type;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.LabBench.Watched;
import dev.kernellab.runner.archive.SubmittedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every way into a machine, and every machine, with kernels that need just that.
class BootIT {
  @TempDir static Path built;
  @TempDir Path folder;
  private static LabBench bench;

  @BeforeAll
  static void build() throws Exception {
    Process make =
        new ProcessBuilder("make", "-s", "-C", "../tests/kernels/boot", "OUT=" + built)
            .redirectErrorStream(true)
            .start();
    String said = new String(make.getInputStream().readAllBytes());
    assertThat(make.waitFor()).as(said).isZero();
    bench = new LabBench();
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(LabBench.residue()).isEmpty();
  }

  @Test
  void grubLoadsWhatQemuCannot() throws Exception {
    Watched run =
        run(KernelKind.ELF, machine(Type.ISAPC, new Boot(Boot.Way.GRUB)), "multiboot2.elf");

    assertReachedBoth(run);
    assertThat(run.serial()).isEqualTo("2");
    assertThat(last(run).registers().cr0().value()).as("paging").isNegative();
  }

  @Test
  void whatQemuCannotLoadIsRefusedWithTheWayOut() throws Exception {
    Watched run = run(KernelKind.ELF, machine(Type.PC, Boot.DEFAULT), "multiboot2.elf");

    assertThat(run.outcome().code()).isEqualTo("IMAGE_NO_MULTIBOOT");
    assertThat(run.outcome().message()).contains("boot=grub");
  }

  @ParameterizedTest
  @EnumSource(names = {"MULTIBOOT", "GRUB"})
  void aKernelGetsItsCommandLineAndItsModules(Boot.Way way) throws Exception {
    Path module = Files.writeString(folder.resolve("given"), "module, content");
    var boot =
        new Boot(
            way,
            "root=a,b $x",
            List.of(new Boot.Module("initrd.img", "one,two three", null)),
            null);
    Watched run =
        run(KernelKind.ELF, machine(Type.PC, boot), "module.elf", Map.of("module-0", module));

    assertReachedBoth(run);
    String line = way == Boot.Way.GRUB ? "root=a,b $x" : "/job/kernel.elf root=a,b $x";
    assertThat(run.serial()).isEqualTo(line + "|/modules/initrd.img one,two three|module, content");
  }

  @Test
  void aKernelThatGrubCannotLoadSaysWhyAndEnds() throws Exception {
    // Its Multiboot 2 header wants a tag that nobody knows.
    byte[] elf = Files.readAllBytes(built.resolve("multiboot2.elf"));
    int header = 0x1000;
    assertThat(elf[header] & 0xFF).as("the header's place").isEqualTo(0xD6);
    elf[header + 16] = 0x7F;
    Watched run =
        bench.run(
            request(KernelKind.ELF, machine(Type.PC, new Boot(Boot.Way.GRUB))),
            Files.write(folder.resolve("bad.elf"), elf));

    assertThat(run.serial()).contains("unsupported");
    assertThat(run.outcome().code()).isEqualTo("SHUTDOWN");
  }

  @Test
  void aCdIsBootedAsItIsAndItsSymbolsAreKnownWhenGiven() throws Exception {
    Watched without =
        run(KernelKind.ISO, machine(Type.PC, new Boot(Boot.Way.ISO)), "multiboot2.iso");
    var boot = new Boot(Boot.Way.ISO, null, null, true);
    Watched with =
        run(
            KernelKind.ISO,
            machine(Type.Q35, boot),
            "multiboot2.iso",
            Map.of(SubmittedFiles.SYMBOLS, built.resolve("multiboot2.elf")));

    assertThat(without.outcome().code()).isEqualTo("HALTED");
    assertThat(without.serial()).isEqualTo("2");
    assertThat(last(without).registers().cr0().value()).as("paging").isNegative();
    assertReachedBoth(with);
  }

  @Test
  void aDiskIsBootedAndWhatIsWrittenToItIsGone() throws Exception {
    var boot = new Boot(Boot.Way.DISK, null, null, true);
    Watched run =
        run(
            KernelKind.DISK,
            machine(Type.PC, boot),
            "sector.img",
            Map.of(SubmittedFiles.SYMBOLS, built.resolve("sector.elf")));

    assertReachedBoth(run);
    assertThat(run.serial()).isEqualTo("D");
    assertThat(last(run).registers().cr3().value()).isEqualTo(0x2000);

    Path floppy = folder.resolve("floppy.img");
    byte[] content = Arrays.copyOf(Files.readAllBytes(built.resolve("sector.img")), 1_474_560);
    Files.write(floppy, content);
    Watched onFloppy =
        bench.run(request(KernelKind.DISK, machine(Type.ISAPC, new Boot(Boot.Way.DISK))), floppy);
    assertThat(onFloppy.serial()).isEqualTo("D");
  }

  @Test
  void aKernelOf64BitsIsSeenWhole() throws Exception {
    Watched run = run(KernelKind.ELF, machine(Type.PC, new Boot(Boot.Way.GRUB)), "long-mode.elf");

    assertReachedBoth(run);
    assertThat(run.serial()).isEqualTo("L");
    var wide = Objects.requireNonNull(last(run).registers().wide());
    assertThat(wide.rip().toJson()).startsWith("0xFFFFFFFF8010");
    assertThat(wide.r15().toJson()).isEqualTo("0x1122334455667788");
  }

  @Test
  void aMachineIsAsWanted() throws Exception {
    var cards =
        List.of(Device.E1000, Device.RTL8139, Device.NE2K, Device.PCI_BRIDGE, Device.PCI_BRIDGE);
    for (Machine machine :
        List.of(
            new Machine(Type.PC, 64, Cpu.PENTIUM3, 64, cards, null),
            new Machine(Type.Q35, 64, Cpu.MAX, 0, cards, null),
            new Machine(Type.ISAPC, 16, Cpu.I486, null, List.of(Device.NE2K), null))) {
      Watched run =
          bench.run(
              request(KernelKind.ELF, machine),
              Kernels.elf(
                  folder, "call checkpoint_b\n .global checkpoint_b\n checkpoint_b: ret\n"));
      assertThat(run.outcome().code())
          .as("%s: %s", machine, run.outcome())
          .isEqualTo("LAST_CHECKPOINT");
    }
  }

  private static void assertReachedBoth(Watched run) {
    assertThat(run.outcome().code()).as("%s", run.outcome()).isEqualTo("LAST_CHECKPOINT");
    assertThat(run.all(RunEvent.CheckpointReached.class))
        .extracting(RunEvent.CheckpointReached::name)
        .containsExactly("checkpoint_a", "checkpoint_b");
  }

  private static Capture last(Watched run) {
    return run.all(RunEvent.SnapshotTaken.class).getLast().capture();
  }

  private static Machine machine(Type type, Boot boot) {
    return new Machine(type, 64, null, null, null, boot);
  }

  private Watched run(KernelKind kind, Machine machine, String kernel) throws Exception {
    return run(kind, machine, kernel, Map.of());
  }

  private Watched run(KernelKind kind, Machine machine, String kernel, Map<String, Path> extra)
      throws Exception {
    Path file = built.resolve(kernel);
    if (!extra.isEmpty()) {
      var files = new LinkedHashMap<String, Path>();
      files.put(SubmittedFiles.KERNEL, file);
      files.putAll(extra);
      file = folder.resolve("packed");
      SubmittedFiles.pack(files, file);
    }
    return bench.run(request(kind, machine), file);
  }

  private static RunRequest request(KernelKind kind, Machine machine) {
    var checkpoints =
        List.of(
            new Profile.Checkpoint("checkpoint_a", "A", "first"),
            new Profile.Checkpoint("checkpoint_b", "B", "second"));
    var profile =
        new Profile("test", "Test", new AllocatorProfile.None(), checkpoints, List.of(), List.of());
    var budgets = new Budgets(1_000_000_000L, 65_536, 20, 20, 40);
    return new RunRequest(
        "test", 1, kind, RunMode.GRADED, machine, budgets, profile, "checkpoint_b");
  }
}
