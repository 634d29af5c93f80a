// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.runner.boot.BootedMachine;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/// Waits until QEMU says something, on whichever of its lines.
record Lines(Selector selector) implements AutoCloseable {
  static Lines open(BootedMachine machine) throws IOException {
    var lines = new Lines(Selector.open());
    machine.monitor().channel().register(lines.selector, SelectionKey.OP_READ);
    machine.debugger().channel().register(lines.selector, SelectionKey.OP_READ);
    if (machine.serial().channel().isPresent()) {
      machine.serial().channel().get().register(lines.selector, SelectionKey.OP_READ);
    }
    return lines;
  }

  /// @param millis at most; none to go on at once
  void await(long millis) throws IOException {
    if (millis > 0) {
      selector.select(ignored -> {}, millis);
    } else {
      selector.selectNow(ignored -> {});
    }
  }

  void wakeUp() {
    selector.wakeup();
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }
}
