// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.crowd;

import dev.kernellab.cli.LabProblem;
import dev.kernellab.cli.ServerSentEvents.Event;
import dev.kernellab.cli.Upload;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One interactive run after the other, into which somebody types: what a crowd looks at together.
public final class Demonstration implements AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final Gate gate;
  private final Upload upload;
  private final Follow follow;
  private final Replicas replicas;
  private final HttpClient http;
  private final Tally tally;
  private final Consumer<Event> listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable String current;
  private int runs;

  /// @param listener is told each event of its runs
  public Demonstration(
      Gate gate, Follow.Everyone everyone, Upload upload, Consumer<Event> listener) {
    this.gate = gate;
    this.upload = upload;
    this.http = everyone.http();
    this.replicas = everyone.replicas();
    this.tally = everyone.tally();
    this.follow = new Follow(everyone, replicas.next(), false);
    this.listener = listener;
  }

  public void start() {
    Thread.ofVirtual().name("demonstration").start(this::show);
    Thread.ofVirtual().name("demonstrator").start(this::type);
  }

  /// The run that is shown now; waits for the first, or for the next one.
  public synchronized String run() throws InterruptedException {
    while (current == null) {
      wait();
    }
    return current;
  }

  public synchronized int runs() {
    return runs;
  }

  private void show() {
    try {
      while (closed.getCount() > 0) {
        String run = gate.submit(upload);
        show(run);
        follow.untilEnd(run, listener);
        show(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LabProblem e) {
      tally.trouble("demonstration: " + e.getMessage());
    }
  }

  private synchronized void show(@Nullable String run) {
    current = run;
    if (run != null) {
      runs++;
      notifyAll();
    }
  }

  private synchronized @Nullable String shown() {
    return current;
  }

  private void type() {
    try {
      while (!closed.await(BETWEEN_LINES.toMillis(), TimeUnit.MILLISECONDS)) {
        ask("/input", BodyPublishers.ofString("help\r"), "POST");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is asked while the run is between two machines is refused, and no matter.
  private void ask(String what, HttpRequest.BodyPublisher body, String method)
      throws InterruptedException {
    String run = shown();
    Replica replica = replicas.next();
    if (run == null) {
      return;
    }
    HttpRequest request =
        HttpRequest.newBuilder(replica.url().resolve("api/v1/runs/" + run + what))
            .header("Content-Type", "text/plain")
            .timeout(Duration.ofSeconds(10))
            .method(method, body)
            .build();
    try {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status >= 500) {
        tally.serverError(method + " run" + what, status);
      }
    } catch (IOException broken) {
      replicas.failed(replica);
    }
  }

  /// Stops the run; whoever follows it sees its end.
  @Override
  public void close() {
    closed.countDown();
    try {
      ask("", BodyPublishers.noBody(), "DELETE");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
