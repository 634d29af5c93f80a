// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import dev.kernellab.ledger.Ledger.Told;
import dev.kernellab.ledger.Ledger.Viewing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// Follows a run as a browser does: comes back with `Last-Event-ID` whenever it was cut off, to
/// whichever replica, and writes down all it is told.
final class Watcher {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Client client;
  private final Supplier<URI> replica;
  private final String run;
  private final List<Told> told = new ArrayList<>();

  Watcher(Client client, Supplier<URI> replica, String run) {
    this.client = client;
    this.replica = replica;
    this.run = run;
  }

  /// Returns when the run has ended.
  Viewing watch(String name) throws InterruptedException {
    while (!hasEnded()) {
      try {
        listen();
      } catch (IOException cutOff) {
        Client.pause();
      }
    }
    return new Viewing(run, name, List.copyOf(told));
  }

  private boolean hasEnded() {
    return !told.isEmpty() && told.getLast().name().equals("ended");
  }

  private void listen() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(replica.get().resolve("api/v1/runs/" + run + "/events"))
            .timeout(PATIENCE);
    if (!told.isEmpty()) {
      request.header("Last-Event-ID", Long.toString(told.getLast().id()));
    }
    HttpResponse<InputStream> response =
        client.http().send(request.build(), BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      read(lines);
    }
  }

  private void read(BufferedReader lines) throws IOException {
    long id = 0;
    String name = "";
    String data = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id:")) {
        id = Long.parseLong(line.substring(3).strip());
      } else if (line.startsWith("event:")) {
        name = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        data = line.substring(5);
      } else if (line.isEmpty() && !data.isEmpty()) { // an event is whole with its empty line
        told.add(new Told(id, name, JsonMapper.shared().readTree(data)));
        data = "";
      }
    }
  }
}
