// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.replay;

import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.wire.RunnerProtocol;
import dev.kernellab.protocol.wire.WireJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Events in a file, one a line. Read one by one, each time anew, so that they need not be in
/// memory together.
final class EventFile implements Iterable<RunEvent> {
  private final Path file;

  EventFile(Path file) {
    this.file = file;
  }

  /// Its iterator throws [IllegalArgumentException] at a line that is no event.
  @Override
  public Iterator<RunEvent> iterator() {
    try {
      return new Lines(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Closes the file at its end.
  private static final class Lines implements Iterator<RunEvent> {
    private final InputStream in;
    private int number;
    private @Nullable RunEvent next;

    Lines(InputStream in) throws IOException {
      this.in = in;
      this.next = read();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public RunEvent next() {
      RunEvent event = next;
      if (event == null) {
        throw new NoSuchElementException();
      }
      try {
        next = read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return event;
    }

    private @Nullable RunEvent read() throws IOException {
      byte[] line = line();
      if (line.length == 0) {
        in.close();
        return null;
      }
      try {
        return WireJson.event(line);
      } catch (IllegalArgumentException e) {
        in.close();
        throw new IllegalArgumentException("evidence.ndjson:" + number + ": " + e.getMessage(), e);
      }
    }

    private byte[] line() throws IOException {
      var line = new ByteArrayOutputStream();
      number++;
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        line.write(next);
        if (line.size() > RunnerProtocol.LONGEST_LINE) {
          in.close();
          throw new IllegalArgumentException("evidence.ndjson:" + number + ": too long a line");
        }
      }
      return line.toByteArray();
    }
  }
}
