// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.gdb.GdbClient;
import dev.kernellab.runner.qmp.QmpCommand;
import dev.kernellab.runner.qmp.QmpRefusedException;
import dev.kernellab.runner.sandbox.JobFolder;
import dev.kernellab.runner.sandbox.Sandbox;
import dev.kernellab.runner.sandbox.SandboxException;
import dev.kernellab.runner.socket.Deadline;
import dev.kernellab.runner.socket.ListeningSocket;
import dev.kernellab.runner.socket.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Runs a machine's firmware once, and gives what it has come to to every later machine of the same
/// hardware: firmware takes half of what a boot takes, and never sees the kernel. A machine that
/// begins there goes on exactly as one that stood still there for a moment.
final class Firmware {
  private static final System.Logger LOG = System.getLogger(Firmware.class.getName());

  /// Sorts of hardware remembered, 2 MiB each.
  private static final int MOST = 8;

  private static final int LONGEST_STREAM = 1 << 26;

  private final Sandbox sandbox;
  private final Duration patience;

  /// By what is told to QEMU, the latest used last.
  private final Map<List<String>, Optional<AfterFirmware>> known =
      new LinkedHashMap<>(16, 0.75f, true);

  Firmware(Sandbox sandbox, Duration patience) {
    this.sandbox = sandbox;
    this.patience = patience;
  }

  /// Starts a machine of the hardware in question from power-on, with [ProbeKernel] for a kernel.
  interface Starter {
    BootedMachine start(JobFolder folder)
        throws BootException, SandboxException, InterruptedException;
  }

  /// @param hardware what QEMU is told of it, with the program
  /// @return empty where this QEMU cannot do that
  synchronized Optional<AfterFirmware> of(List<String> hardware, int slot, Starter starter)
      throws BootException, SandboxException, InterruptedException {
    Optional<AfterFirmware> before = known.get(hardware);
    if (before != null) {
      return before;
    }
    Optional<AfterFirmware> made = make(slot, starter);
    if (made.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "each boot begins at power-on, since QEMU cannot keep the firmware''s work: {0}",
          hardware);
    }
    if (known.size() == MOST) {
      known.remove(known.keySet().iterator().next());
    }
    known.put(hardware, made);
    return made;
  }

  /// It could not be loaded: perhaps QEMU has been replaced meanwhile.
  synchronized void forget(AfterFirmware state) {
    known.values().removeIf(kept -> kept.isPresent() && kept.get() == state);
  }

  private Optional<AfterFirmware> make(int slot, Starter starter)
      throws BootException, SandboxException, InterruptedException {
    try {
      Optional<LinearAddress> loader = findLoader(slot, starter);
      return loader.isEmpty() ? Optional.empty() : keep(loader.get(), slot, starter);
    } catch (QmpRefusedException e) {
      LOG.log(Level.DEBUG, "the firmware''s work cannot be kept: {0}", e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new BootException(
          "INTERNAL", "boot: cannot keep what the firmware does, " + e.getMessage(), e);
    }
  }

  private Optional<LinearAddress> findLoader(int slot, Starter starter)
      throws IOException, BootException, SandboxException, InterruptedException {
    try (JobFolder folder = sandbox.createFolder(slot);
        BootedMachine machine = starter.start(folder)) {
      runTo(ProbeKernel.ENTRY, machine.debugger());
      return OptionRoms.loader(machine.debugger());
    }
  }

  private Optional<AfterFirmware> keep(LinearAddress loader, int slot, Starter starter)
      throws IOException, BootException, SandboxException, InterruptedException {
    try (JobFolder folder = sandbox.createFolder(slot);
        BootedMachine machine = starter.start(folder)) {
      runTo(loader, machine.debugger());
      return MigrationStream.asIfPaused(state(machine, folder, patience))
          .map(devices -> new AfterFirmware(devices, framesOf(machine)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Everything of a machine that stands still but its RAM. It can do nothing more afterwards.
  static byte[] state(BootedMachine machine, JobFolder folder, Duration patience)
      throws IOException {
    try (ListeningSocket socket = ListeningSocket.at(folder.path().resolve("state"))) {
      folder.lend("state");
      machine
          .monitor()
          .callAll(
              List.of(
                  new QmpCommand.MigrateWithoutRam(),
                  new QmpCommand.Migrate("unix:" + QemuCommand.JOB + "state")));
      byte[] state = received(socket, machine, Deadline.in(patience));
      machine.monitor().awaitMigration();
      return state;
    }
  }

  static void runTo(LinearAddress place, GdbClient debugger) throws IOException {
    debugger.insertBreakpoints(List.of(place));
    debugger.resume();
    if (!debugger.awaitStop().isTrap()) {
      throw new IOException("the firmware did not come to " + place);
    }
  }

  private static byte[] received(ListeningSocket from, BootedMachine machine, Deadline deadline)
      throws IOException {
    var all = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(1 << 16);
    try (UnixSocket socket =
        from.accept(deadline, machine.box()::isAlive)
            .orElseThrow(() -> new IOException("QEMU did not hand its state over"))) {
      while (true) {
        int read = socket.read(piece.clear(), deadline);
        if (read < 0) {
          return all.toByteArray();
        }
        if (read == 0 || all.size() + read > LONGEST_STREAM) {
          throw new IOException("QEMU's state does not come to an end");
        }
        all.write(piece.array(), 0, read);
      }
    }
  }

  /// All that are not zeros.
  static SortedMap<Integer, byte[]> framesOf(BootedMachine machine) {
    var frames = new TreeMap<Integer, byte[]>();
    try {
      BitSet touched = machine.ram().touched(1 << 20).orElseThrow();
      for (int first = touched.nextSetBit(0); first >= 0; ) {
        int end = touched.nextClearBit(first);
        machine.ram().read(List.of(new FrameRange(first, end - first)), frames::put);
        first = touched.nextSetBit(end);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    frames.values().removeIf(bytes -> Arrays.equals(bytes, new byte[bytes.length]));
    return frames;
  }
}
