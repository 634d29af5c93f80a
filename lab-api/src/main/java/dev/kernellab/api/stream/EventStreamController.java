// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.stream;

import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// A run's evidence as server-sent events: everything from the start or from `Last-Event-ID`, then
/// live, until `ended`. Each viewer pulls with a virtual thread of its own; the connection's demand
/// sets the pace.
@RestController
class EventStreamController {
  private final Runs runs;
  private final Viewers viewers;
  private final ReadingTurns turns;

  /// Not as an executor service: that would interrupt the thread of a viewer that leaves, and with
  /// it close the database connection that the thread happens to read from.
  private final Scheduler threads = Schedulers.fromExecutor(Thread::startVirtualThread);

  EventStreamController(Runs runs, Viewers viewers, ReadingTurns turns) {
    this.runs = runs;
    this.viewers = viewers;
    this.turns = turns;
  }

  @GetMapping(path = "/api/v1/runs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<Flux<ServerSentEvent<String>>> events(
      @PathVariable String id,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEvent)
      throws InterruptedException {
    long after = number(lastEvent);
    Run run = turns.read(() -> runs.get(id));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noCache().noTransform())
        .header("X-Accel-Buffering", "no")
        .body(Flux.defer(() -> stream(new Seat(run, after))));
  }

  private Flux<ServerSentEvent<String>> stream(Seat seat) {
    return Flux.<ServerSentEvent<String>>generate(sink -> emit(seat.viewer(), sink))
        .takeUntil(event -> "ended".equals(event.event()))
        .subscribeOn(threads)
        .startWith(stillAlive()) // with the headers: whoever comes back learns at once that it has
        .doFinally(end -> seat.leave());
  }

  /// Somebody who asked, and becomes a viewer when there is demand for a first event: of a client
  /// that is gone before the server has begun to write, nothing is ever heard again.
  private final class Seat {
    private final Run run;
    private final long after;
    private @Nullable Viewer viewer;
    private boolean left;

    Seat(Run run, long after) {
      this.run = run;
      this.after = after;
    }

    synchronized Viewer viewer() {
      if (viewer == null) {
        viewer = viewers.open(run, after);
      }
      if (left) {
        viewers.close(viewer);
      }
      return viewer;
    }

    synchronized void leave() {
      left = true;
      if (viewer != null) {
        viewers.close(viewer);
      }
    }
  }

  private static void emit(Viewer viewer, SynchronousSink<ServerSentEvent<String>> sink) {
    try {
      Optional<EvidenceEvent> event = viewer.next();
      if (viewer.isClosed()) {
        sink.complete();
      } else {
        sink.next(event.map(EventStreamController::toServerSentEvent).orElse(stillAlive()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sink.complete();
    } catch (RuntimeException e) {
      if (!viewer.isClosed()) {
        throw e;
      }
      sink.complete(); // it left while we looked
    }
  }

  private static ServerSentEvent<String> toServerSentEvent(EvidenceEvent event) {
    return ServerSentEvent.<String>builder()
        .id(Long.toString(event.seq()))
        .event(event.type())
        .data(event.data())
        .build();
  }

  private static ServerSentEvent<String> stillAlive() {
    return ServerSentEvent.<String>builder().comment("still alive").build();
  }

  private static long number(@Nullable String lastEvent) {
    if (lastEvent == null || lastEvent.isEmpty()) {
      return 0;
    }
    if (!lastEvent.matches("[0-9]{1,15}")) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "LAST_EVENT_ID_INVALID",
          "Last-Event-ID: expected the number of an event, got \""
              + Problem.quote(lastEvent)
              + "\". Leave it out to get everything.");
    }
    return Long.parseLong(lastEvent);
  }
}
