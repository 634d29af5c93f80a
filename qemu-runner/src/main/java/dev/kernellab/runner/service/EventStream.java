// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Between the run, which says things when they happen, and the connection, which takes bytes when
/// it can: a bounded queue. A reader that does not keep up holds the run back; one that has left
/// makes it mute, so that it can end in peace.
final class EventStream {
  private static final byte[] HEARTBEAT = {'\n'};

  /// Bytes handed out at once. The server fetches some hundred pieces ahead of a slow connection,
  /// so a piece must be small where a line may be large.
  private static final int PIECE = 32 << 10;

  private static final int ROOM_KIB = 8 << 10;

  private final LinkedBlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(ROOM_KIB);
  private final Duration heartbeat;
  private volatile boolean closed;

  /// Of the reader's thread alone.
  private @Nullable Line current;

  private int handedOut;
  private boolean greeted;

  EventStream(Duration heartbeat) {
    this.heartbeat = heartbeat;
  }

  /// @param last nothing comes after it
  private record Line(byte[] bytes, boolean last) {
    int kib() {
      return Math.min(ROOM_KIB, (bytes.length >> 10) + 1);
    }
  }

  /// Waits while there is no room; does nothing once the reader has left.
  void put(byte[] bytes, boolean last) throws InterruptedException {
    var line = new Line(bytes, last);
    while (!closed && !room.tryAcquire(line.kib(), 100, TimeUnit.MILLISECONDS)) {
      // look again whether anybody is still there to make room
    }
    if (!closed) {
      lines.add(line);
    }
  }

  /// The next bytes to send: at once an empty line, so that the reader has its answer, then lines
  /// piece by piece, an empty one whenever there has been nothing to say for a while. Null at the
  /// end.
  byte @Nullable [] take() throws InterruptedException {
    if (!greeted) {
      greeted = true;
      return HEARTBEAT;
    }
    if (current != null && handedOut == current.bytes().length) {
      room.release(current.kib());
      if (current.last()) {
        return null;
      }
      current = null;
    }
    if (current == null) {
      current = lines.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
      handedOut = 0;
    }
    return current == null ? HEARTBEAT : piece(current.bytes());
  }

  private byte[] piece(byte[] line) {
    int from = handedOut;
    handedOut = Math.min(line.length, from + PIECE);
    return Arrays.copyOfRange(line, from, handedOut);
  }

  /// The reader has left.
  void close() {
    closed = true;
  }
}
