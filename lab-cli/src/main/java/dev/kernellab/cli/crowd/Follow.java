// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.crowd;

import dev.kernellab.cli.LabProblem;
import dev.kernellab.cli.ServerSentEvents;
import dev.kernellab.cli.ServerSentEvents.Event;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Follows runs to their end, over broken connections, and holds the lab to its word that events
/// are numbered 1, 2, 3 and come once. For one thread; whoever wants it to stop interrupts that.
public final class Follow {
  /// As the command line does, and sooner than browsers do.
  private static final Duration BEFORE_RESUMING = Duration.ofMillis(500);

  private final Everyone everyone;
  private final Replica home;
  private final boolean loyal;

  /// @param home where it begins
  /// @param loyal whether it waits for its home when that is down, as behind a balancer that sends
  ///   a client always to the same place
  public Follow(Everyone everyone, Replica home, boolean loyal) {
    this.everyone = everyone;
    this.home = home;
    this.loyal = loyal;
  }

  /// What all who follow share.
  ///
  /// @param firstSeen when anybody had an event for the first time, by run and number
  public record Everyone(
      HttpClient http, Replicas replicas, Tally tally, Map<String, Long> firstSeen) {
    public Everyone(HttpClient http, Replicas replicas, Tally tally) {
      this(http, replicas, tally, new ConcurrentHashMap<>());
    }
  }

  /// Where in a run's stream it is.
  private static final class Place {
    long last;
    boolean broken;
    long brokenAt;
    boolean ended;
  }

  /// Returns after `ended`.
  public void untilEnd(String run, Consumer<Event> listener) throws InterruptedException {
    var place = new Place();
    while (true) {
      Replica replica = loyal || everyone.replicas.isUp(home) ? home : everyone.replicas.next();
      try {
        read(replica, run, place, listener);
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        everyone.replicas.failed(replica);
      }
      if (place.ended) {
        return;
      }
      Thread.sleep(BEFORE_RESUMING);
    }
  }

  public void trouble(String sentence) {
    everyone.tally.trouble(sentence);
  }

  private void read(Replica replica, String run, Place place, Consumer<Event> listener)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(replica.url().resolve("api/v1/runs/" + run + "/events"))
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", Long.toString(place.last))
            .build();
    HttpResponse<InputStream> answer = everyone.http.send(request, BodyHandlers.ofInputStream());
    try (ServerSentEvents events = new ServerSentEvents(answer.body())) {
      if (answer.statusCode() != 200) {
        refused(answer.statusCode(), run);
        return;
      }
      resumed(replica, place);
      everyone.tally.streamOpened();
      try {
        readOpen(events, run, place, listener);
      } finally {
        everyone.tally.streamClosed();
        if (!place.ended && !Thread.currentThread().isInterrupted()) {
          everyone.tally.brokenStreams.increment();
          place.broken = true;
          place.brokenAt = System.nanoTime();
        }
      }
    }
  }

  private void readOpen(ServerSentEvents events, String run, Place place, Consumer<Event> listener)
      throws IOException {
    long openedAt = System.nanoTime();
    for (Event event = events.next(); event != null; event = events.next()) {
      check(event, place);
      long now = System.nanoTime();
      Long first = everyone.firstSeen.putIfAbsent(run + "/" + event.id(), now);
      if (first != null && first > openedAt) {
        everyone.tally.behind.addNanos(now - first);
      }
      listener.accept(event);
      if (event.name().equals("ended")) {
        place.ended = true;
        return;
      }
    }
  }

  private void check(Event event, Place place) {
    everyone.tally.events.increment();
    if (event.id() <= place.last) {
      everyone.tally.duplicates.increment();
    } else if (event.id() > place.last + 1) {
      everyone.tally.gaps.increment();
    }
    place.last = Math.max(place.last, event.id());
  }

  private void resumed(Replica replica, Place place) {
    if (place.broken) {
      long now = System.nanoTime();
      if (loyal) {
        long since = Math.max(place.brokenAt, everyone.replicas.answersAgainSince(replica));
        everyone.tally.resumedAtHome.addNanos(now - since);
      } else {
        everyone.tally.resumed.addNanos(now - place.brokenAt);
      }
      place.broken = false;
    }
  }

  private void refused(int status, String run) {
    if (status < 500) {
      throw new LabProblem("The stream of run " + run + " was refused: " + status);
    }
    everyone.tally.serverError("GET events", status);
  }
}
