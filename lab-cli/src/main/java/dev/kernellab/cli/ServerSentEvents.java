// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a `text/event-stream` (WHATWG HTML, 9.2.6), as much of it as the lab sends.
public final class ServerSentEvents implements AutoCloseable {
  /// @param id the event's sequence number in its run
  public record Event(long id, String name, String data) {}

  private final BufferedReader lines;

  public ServerSentEvents(InputStream stream) {
    Reader utf8 = new InputStreamReader(stream, StandardCharsets.UTF_8);
    this.lines = new BufferedReader(utf8);
  }

  /// The next event, or null at the stream's end.
  public @Nullable Event next() throws IOException {
    long id = 0;
    String name = "message";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          return new Event(id, name, data.toString());
        }
        continue;
      }
      int colon = line.indexOf(':');
      String value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
      switch (colon < 0 ? line : line.substring(0, colon)) {
        case "id" -> id = Long.parseLong(value);
        case "event" -> name = value;
        case "data" -> data.append(value);
        default -> {} // comments and fields the lab does not send
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
