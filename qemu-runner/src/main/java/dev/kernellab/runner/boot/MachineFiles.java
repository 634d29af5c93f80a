// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.Machine;
import dev.kernellab.runner.qmp.QmpClient;
import dev.kernellab.runner.sandbox.BoxPlan;
import dev.kernellab.runner.sandbox.JobFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// The files that QEMU writes and we read: made, lent and opened before it starts.
record MachineFiles(BoxPlan plan, JobFolder folder, Opened opened) {

  /// RAM as it will be read once there is a monitor to ask.
  interface Ram {
    GuestRam by(QmpClient monitor);
  }

  SerialPort.Printout printout() throws IOException {
    var printout = new SerialPort.Printout(lend(QemuCommand.SERIAL_FILE));
    opened.add(printout::close);
    return printout;
  }

  DumpFile dump(String name) throws IOException {
    var dump = new DumpFile(lend(name), QemuCommand.JOB + name);
    opened.add(dump::close);
    return dump;
  }

  /// @param frames that are not to begin with zeros; only for a machine whose RAM is a file
  Ram ramOf(Machine machine, SortedMap<Integer, byte[]> frames) throws IOException {
    long bytes = (long) RamFile.mebibytes(machine) << 20;
    if (bytes > 0) {
      Path file = lend(QemuCommand.RAM);
      RamFile ram = RamFile.of(file, bytes);
      opened.add(ram::close);
      RamFile.fill(file, frames);
      return monitor -> ram;
    }
    List<DumpFile> dumps = new ArrayList<>();
    for (int i = 0; i < DumpedRam.DUMPS; i++) {
      dumps.add(dump("memory-" + i));
    }
    return monitor -> new DumpedRam(monitor, dumps);
  }

  private Path lend(String name) throws IOException {
    Path file = folder.lend(name);
    plan.writableAt(file, QemuCommand.JOB + name);
    return file;
  }
}
