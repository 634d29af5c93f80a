// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// What a machine that is not complete yet has open: closed with it, unless the machine takes it
/// over.
final class Opened implements AutoCloseable {
  private final Deque<Closeable> open = new ArrayDeque<>();

  void add(Closeable one) {
    open.push(one);
  }

  /// Somebody else closes all of it.
  <T> T handOver(T owner) {
    open.clear();
    return owner;
  }

  @Override
  public void close() throws IOException {
    if (!open.isEmpty()) {
      try (Closeable last = open.pop()) {
        close(); // the others, whatever becomes of it
      }
    }
  }
}
