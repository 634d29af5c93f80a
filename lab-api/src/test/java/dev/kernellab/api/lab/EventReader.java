// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Reads server-sent events by the letter of the HTML standard, 9.2.6, as far as the lab uses it;
/// shares nothing with the code that writes them.
public final class EventReader implements AutoCloseable {
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;
  private final List<String> comments = new ArrayList<>();

  EventReader(HttpResponse<InputStream> response) {
    this.response = response;
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  public HttpResponse<InputStream> response() {
    return response;
  }

  /// Comment lines that came before the last event read.
  public List<String> comments() {
    return comments;
  }

  /// The next event; null when the stream ends.
  public @Nullable SentEvent next() {
    long id = 0;
    String name = "message";
    StringBuilder data = new StringBuilder();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !data.isEmpty()) {
          return new SentEvent(id, name, JsonMapper.shared().readTree(data.toString()));
        }
        String value = line.substring(line.indexOf(':') + 1).strip();
        switch (line.isEmpty() ? "" : line.substring(0, Math.max(0, line.indexOf(':')))) {
          case "id" -> id = Long.parseLong(value);
          case "event" -> name = value;
          case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
          case "" -> comments.add(value);
          default -> throw new AssertionError("unexpected line: " + line);
        }
      }
      return null;
    } catch (IOException e) {
      throw new AssertionError("the stream broke", e);
    }
  }

  /// Waits until at least one comment has come; what the lab says while it has nothing to say.
  public void awaitComment() {
    try {
      while (comments.isEmpty()) {
        String line = lines.readLine();
        if (line != null && line.startsWith(":")) {
          comments.add(line.substring(1));
        } else if (line == null || !line.isEmpty()) {
          throw new AssertionError("expected a comment, got " + line);
        }
      }
    } catch (IOException e) {
      throw new AssertionError("the stream broke", e);
    }
  }

  /// Reads until an event of this name has come.
  public SentEvent until(String name) {
    for (SentEvent event = next(); event != null; event = next()) {
      if (event.name().equals(name)) {
        return event;
      }
    }
    throw new AssertionError("the stream ended without an event \"" + name + "\"");
  }

  public List<SentEvent> untilEnd() {
    var all = new ArrayList<SentEvent>();
    for (SentEvent event = next(); event != null; event = next()) {
      all.add(event);
    }
    return all;
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new AssertionError("cannot stop listening", e);
    }
  }
}
