// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.boot.SerialPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The serial port, both ways. What the guest prints is gathered and passed on in larger pieces; at
/// every stop everything printed before it goes first, so that the order of events does not depend
/// on the host.
final class SerialLine {
  private static final int PIECE = 8_192;

  /// Bytes typed that the guest has not taken yet; more are dropped, as a full buffer does.
  private static final int MOST_TYPED = 65_536;

  private final SerialPort port;
  private final Consumer<RunEvent> events;
  private final long budget;
  private final @Nullable AwaitedText awaited;
  private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private ByteBuffer typed = ByteBuffer.allocate(0);
  private long passedOn;
  private boolean exhausted;

  /// @param request says how many bytes are passed on at most, and which text matters
  SerialLine(SerialPort port, Consumer<RunEvent> events, RunRequest request) {
    this.port = port;
    this.events = events;
    this.budget = request.budgets().serialBytes();
    String text = request.profile().awaitedText();
    this.awaited = text == null ? null : new AwaitedText(text);
  }

  /// Takes what the guest has printed, without waiting for more.
  void drain() throws IOException {
    for (int read = readChunk(); read > 0 && !exhausted; read = readChunk()) {
      int kept = (int) Math.min(read, budget - passedOn - gathered.size());
      exhausted = kept < read;
      gathered.write(chunk.array(), 0, kept);
      if (awaited != null) {
        awaited.look(chunk.array(), kept);
      }
      if (gathered.size() >= PIECE) {
        flush();
      }
    }
  }

  /// Passes on what has been gathered.
  void flush() {
    if (gathered.size() > 0) {
      passedOn += gathered.size();
      events.accept(new RunEvent.SerialOutput(gathered.toString(StandardCharsets.ISO_8859_1)));
      gathered.reset();
    }
  }

  /// Whether the text that matters is in what was taken so far; null when none does.
  @Nullable Boolean hasPrinted() {
    return awaited == null ? null : awaited.isThere();
  }

  /// The guest printed more than it may.
  boolean isExhausted() {
    return exhausted;
  }

  void type(byte[] bytes) {
    if (typed.remaining() + bytes.length > MOST_TYPED) {
      return;
    }
    ByteBuffer longer = ByteBuffer.allocate(typed.remaining() + bytes.length);
    typed = longer.put(typed).put(bytes).flip();
  }

  /// Sends as much of what was typed as the guest's port takes.
  void send() throws IOException {
    if (typed.hasRemaining()) {
      port.writeAvailable(typed);
    }
  }

  private int readChunk() throws IOException {
    chunk.clear();
    int read = port.readAvailable(chunk);
    if (read < 0) {
      throw new IOException("serial port: closed by QEMU");
    }
    return read;
  }
}
