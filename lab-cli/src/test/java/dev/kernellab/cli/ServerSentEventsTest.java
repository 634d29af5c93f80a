// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
  @Test
  void readsIdNameAndDataOfEachEvent() throws IOException {
    assertThat(
            read(
                "id:1\nevent:state\ndata:{\"state\":\"QUEUED\"}\n\nid: 2\nevent: serial\ndata: {}\n\n"))
        .containsExactly(
            new ServerSentEvents.Event(1, "state", "{\"state\":\"QUEUED\"}"),
            new ServerSentEvents.Event(2, "serial", "{}"));
  }

  @Test
  void heartbeatsAreNotEvents() throws IOException {
    assertThat(read(":\n\n: still here\n\nid:7\nevent:ended\ndata:{}\n\n")).hasSize(1);
  }

  @Test
  void anEventCutOffByABrokenConnectionIsNotDelivered() throws IOException {
    assertThat(read("id:1\nevent:state\ndata:{}\n\nid:2\nevent:serial\ndata:{\"te")).hasSize(1);
  }

  private static List<ServerSentEvents.Event> read(String stream) throws IOException {
    List<ServerSentEvents.Event> all = new ArrayList<>();
    try (ServerSentEvents events =
        new ServerSentEvents(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)))) {
      for (var event = events.next(); event != null; event = events.next()) {
        all.add(event);
      }
    }
    return all;
  }
}
