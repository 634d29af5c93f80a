// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.wire.EventLine;
import dev.kernellab.protocol.wire.RunnerProtocol;
import dev.kernellab.protocol.wire.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// Events from a runner's lines, however long the runner would like to go on with one.
final class EventLines {
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final byte[] chunk = new byte[32 << 10];
  private int next;
  private int end;
  private long events;

  EventLines(InputStream in) {
    this.in = in;
  }

  /// The next event, past any empty lines and any that came before.
  ///
  /// @throws RunBrokenException when the stream ends, leaves events out or is not one of events
  RunEvent next() throws IOException, RunBrokenException {
    while (true) {
      EventLine said = nextLine();
      if (said.sequence() > events) {
        throw new RunBrokenException(
            "its event " + events + " never came, event " + said.sequence() + " did");
      }
      if (said.sequence() == events) {
        events++;
        return said.event();
      }
    }
  }

  private EventLine nextLine() throws IOException, RunBrokenException {
    while (true) {
      if (next == end) {
        fill();
      }
      int from = next;
      while (next < end && chunk[next] != '\n') {
        next++;
      }
      append(from);
      if (next < end) {
        next++;
        if (line.size() > 0) {
          return takeLine();
        }
      }
    }
  }

  private void fill() throws IOException, RunBrokenException {
    next = 0;
    end = in.read(chunk);
    if (end < 0) {
      end = 0;
      throw new RunBrokenException("its stream ended before the run did");
    }
  }

  private void append(int from) throws RunBrokenException {
    line.write(chunk, from, next - from);
    if (line.size() > RunnerProtocol.LONGEST_LINE) {
      throw new RunBrokenException(
          "it sent a line of more than " + (RunnerProtocol.LONGEST_LINE >> 20) + " MiB");
    }
  }

  private EventLine takeLine() throws RunBrokenException {
    try {
      return WireJson.line(line.toByteArray());
    } catch (IllegalArgumentException e) {
      throw new RunBrokenException("it sent what is not an event, " + e.getMessage());
    } finally {
      line.reset();
    }
  }
}
