// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.runner.gdb.GdbClient;
import dev.kernellab.runner.qmp.QmpClient;
import dev.kernellab.runner.sandbox.Box;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// A machine with its kernel in place, stopped before the first instruction.
///
/// @param command that QEMU was started with, seen from inside its box
/// @param ram the guest's, for us to read
/// @param screen a file for the VGA card's picture
/// @param log QEMU's log of processor resets
/// @param said what QEMU printed; waits until it is dead
public record BootedMachine(
    Box box,
    List<String> command,
    QmpClient monitor,
    GdbClient debugger,
    SerialPort serial,
    GuestRam ram,
    DumpFile screen,
    DumpFile log,
    Supplier<String> said)
    implements AutoCloseable {

  /// Whether the processor met a fault that it could not deliver, QEMU's own word for it; nothing
  /// that a guest does writes into this log otherwise.
  public boolean loggedTripleFault() throws IOException {
    return new String(log.readEnd(4_096), StandardCharsets.ISO_8859_1).contains("Triple fault");
  }

  /// Kills the machine and waits until it is dead.
  @Override
  public void close() throws IOException {
    box.close();
    monitor.close();
    debugger.close();
    serial.close();
    ram.close();
    screen.close();
    log.close();
  }
}
