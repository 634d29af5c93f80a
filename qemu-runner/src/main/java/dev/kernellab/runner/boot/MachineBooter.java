// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.gdb.GdbClient;
import dev.kernellab.runner.qmp.QmpClient;
import dev.kernellab.runner.qmp.QmpCommand;
import dev.kernellab.runner.sandbox.Box;
import dev.kernellab.runner.sandbox.BoxLimits;
import dev.kernellab.runner.sandbox.BoxPlan;
import dev.kernellab.runner.sandbox.JobFolder;
import dev.kernellab.runner.sandbox.Sandbox;
import dev.kernellab.runner.sandbox.SandboxException;
import dev.kernellab.runner.socket.Deadline;
import dev.kernellab.runner.socket.ListeningSocket;
import dev.kernellab.runner.socket.UnixSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Starts QEMU in a box and waits until it has called back on all its lines.
public final class MachineBooter {
  private final Sandbox sandbox;
  private final Emulator emulator;
  private final Optional<Emulator> wideEmulator;
  private final Options options;
  private final Firmware firmware;

  /// @param overheadBytes what QEMU may use besides the guest's RAM
  /// @param patience how long QEMU may take to start, and to answer
  public record Options(long overheadBytes, Duration patience) {}

  /// @param wideEmulator for processors of 64 bits, if it is installed
  public MachineBooter(
      Sandbox sandbox, Emulator emulator, Optional<Emulator> wideEmulator, Options options) {
    this.sandbox = sandbox;
    this.emulator = emulator;
    this.wideEmulator = wideEmulator;
    this.options = options;
    this.firmware = new Firmware(sandbox, options.patience());
  }

  public BootedMachine boot(RunRequest request, Payload payload, JobFolder folder)
      throws BootException, SandboxException, InterruptedException {
    if (!isFirmwareAlwaysTheSame(request, payload)) {
      return start(request, payload, folder, Optional.empty());
    }
    List<String> hardware = hardware(request.machine(), payload);
    RunRequest probing = request.on(request.machine().withBoot(null));
    Payload probe = ProbeKernel.payload(payload.wide());
    Optional<AfterFirmware> after =
        firmware.of(
            hardware, folder.slot(), other -> start(probing, probe, other, Optional.empty()));
    return start(request, payload, folder, after);
  }

  /// Where time is counted in instructions and no disk is read; and where QEMU keeps all of it: it
  /// forgets what an ISA disk controller last said.
  private static boolean isFirmwareAlwaysTheSame(RunRequest request, Payload payload) {
    return request.mode() == RunMode.GRADED
        && payload.way() == Boot.Way.MULTIBOOT
        && request.machine().type() != Machine.Type.ISAPC
        && RamFile.mebibytes(request.machine()) > 0;
  }

  private List<String> hardware(Machine machine, Payload payload) throws BootException {
    var words = new ArrayList<>(new Hardware(machine, payload.wide()).words());
    words.addFirst(emulatorFor(machine, payload.wide()).program().toString());
    return words;
  }

  BootedMachine start(
      RunRequest request, Payload payload, JobFolder folder, Optional<AfterFirmware> after)
      throws BootException, SandboxException, InterruptedException {
    try (ListeningSocket monitor = listen(folder, QemuCommand.MONITOR);
        ListeningSocket debugger = listen(folder, QemuCommand.DEBUGGER);
        ListeningSocket serial = listen(folder, QemuCommand.SERIAL_LINE);
        var opened = new Opened()) {
      var files = new MachineFiles(plan(request, payload, folder, after), folder, opened);
      SerialPort printout =
          switch (request.mode()) {
            case GRADED -> files.printout();
            case INTERACTIVE -> null;
          };
      DumpFile screen = files.dump("screen");
      DumpFile log = files.dump(QemuCommand.LOG);
      MachineFiles.Ram ram =
          files.ramOf(request.machine(), after.map(AfterFirmware::frames).orElse(new TreeMap<>()));
      Box box = sandbox.start(files.plan(), folder);
      opened.add(box::close);
      var said = new LastWords(box.errors());
      try {
        var lines = new Lines(box, Deadline.in(options.patience()), opened);
        QmpClient qmp = QmpClient.open(lines.accept(monitor), options.patience());
        UnixSocket stub = lines.accept(debugger);
        if (after.isPresent()) {
          begin(after.get(), qmp, box);
        }
        return opened.handOver(
            new BootedMachine(
                box,
                files.plan().command(),
                qmp,
                GdbClient.open(stub, options.patience()),
                printout != null ? printout : new SerialPort.Line(lines.accept(serial)),
                ram.by(qmp),
                screen,
                log,
                said::afterDeath));
      } catch (IOException e) {
        box.close();
        throw new BootException(
            "MONITOR",
            "boot: QEMU did not start, " + e.getMessage() + "; it said: " + said.afterDeath(),
            e);
      }
    } catch (IOException e) {
      throw new BootException("INTERNAL", "boot: cannot prepare the machine, " + e.getMessage(), e);
    }
  }

  /// Frames are in place already.
  private void begin(AfterFirmware after, QmpClient qmp, Box box) throws IOException {
    try (OutputStream input = box.input()) {
      qmp.callAll(List.of(new QmpCommand.MigrateWithoutRam(), new QmpCommand.MigrateIncoming()));
      input.write(after.devices());
      input.flush();
      qmp.awaitMigration();
    } catch (IOException e) {
      firmware.forget(after);
      throw e;
    }
  }

  private BoxPlan plan(
      RunRequest request, Payload payload, JobFolder folder, Optional<AfterFirmware> after)
      throws IOException, BootException {
    Machine machine = request.machine();
    Emulator program = emulatorFor(machine, payload.wide());
    Integer vga = machine.vgaMiB();
    long guest = machine.ramMiB() + (vga == null ? 0L : vga);
    // The run's own clock ends it; this limit only holds when nobody watches any more.
    Duration wall = Duration.ofSeconds(request.budgets().wallSeconds() + 30L);
    var media = new Media(payload, machine.start());
    var words = new ArrayList<>(media.words());
    after.ifPresent(it -> words.addAll(QemuCommand.BEGIN_LATER));
    var plan =
        new BoxPlan(
            new BoxLimits(wall, (guest << 20) + options.overheadBytes(), 16, 0),
            QemuCommand.of(program, new Hardware(machine, payload.wide()), words, request.mode()));
    program.show(plan).showAt(folder.path(), "/job").single();
    media.place(folder, plan);
    return plan;
  }

  /// That of 32 bits wherever it will do: what a kernel does there is known best.
  private Emulator emulatorFor(Machine machine, boolean wide) throws BootException {
    Machine.Cpu cpu = machine.cpu();
    if (cpu == null ? !wide : !cpu.isWide()) {
      return emulator;
    }
    return wideEmulator.orElseThrow(
        () ->
            new BootException(
                "INTERNAL",
                "boot: cannot prepare the machine, qemu-system-x86_64 is not installed here",
                null));
  }

  private static ListeningSocket listen(JobFolder folder, String name) throws IOException {
    ListeningSocket socket = ListeningSocket.at(folder.path().resolve(name));
    folder.lend(name);
    return socket;
  }

  /// @param deadline for QEMU to call back on all of them
  private record Lines(Box box, Deadline deadline, Opened opened) {
    UnixSocket accept(ListeningSocket expecting) throws IOException {
      UnixSocket socket =
          expecting
              .accept(deadline, box::isAlive)
              .orElseThrow(() -> new IOException("it did not connect to " + expecting.path()));
      opened.add(socket::close);
      return socket;
    }
  }
}
