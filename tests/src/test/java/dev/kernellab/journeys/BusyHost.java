// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import java.util.stream.IntStream;

/// Keeps every processor busy until it is closed.
final class BusyHost implements AutoCloseable {
  private volatile boolean over;
  private volatile long sink;

  BusyHost() {
    IntStream.range(0, Runtime.getRuntime().availableProcessors())
        .forEach(number -> Thread.ofPlatform().daemon().name("busy-" + number).start(this::spin));
  }

  private void spin() {
    for (long turn = 1; !over; turn++) {
      sink = turn * 31;
    }
  }

  @Override
  public void close() {
    over = true;
  }
}
