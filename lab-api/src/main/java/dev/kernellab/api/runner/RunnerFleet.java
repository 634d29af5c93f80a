// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.api.runner.RunnerClient.Answer;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.wire.RunnerRefusal;
import dev.kernellab.protocol.wire.RunnerStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All runners there are, how busy each was a moment ago, and a place with the least busy.
final class RunnerFleet {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerFleet.class);
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final List<URI> names;
  private final RunnerClient client;
  private Map<URI, Member> members = Map.of();

  /// Held while runners are asked, which may take seconds: what is noted meanwhile must not wait.
  private final Object asking = new Object();

  private long askedAt = System.nanoTime() - FRESH;

  RunnerFleet(List<URI> names, RunnerClient client) {
    this.names = List.copyOf(names);
    this.client = client;
  }

  /// @param status by its own account; null when it gave none
  /// @param trouble why it takes no run, for the operator; empty when it would
  record Member(URI address, @Nullable RunnerStatus status, String trouble) {
    int room() {
      return status == null ? 0 : status.room();
    }

    double load() {
      return status == null || status.capacity() < 1
          ? 1
          : (double) status.running() / status.capacity();
    }
  }

  /// A run with the runner that has it.
  record Started(URI runner, InputStream events) {}

  /// Starts the run where there is room; empty when there is none at the moment.
  ///
  /// @throws RunBrokenException when it may have been started and is lost, or no runner would ever
  ///   take it
  Optional<Started> start(RunRequest request, Path kernel)
      throws RunBrokenException, InterruptedException {
    for (Member member : byLoad()) {
      Answer<InputStream> answer;
      try {
        answer = client.open(member.address(), request, kernel);
      } catch (IOException e) {
        throw new RunBrokenException("it broke off while it was being asked, " + e.getMessage());
      }
      switch (answer) {
        case Answer.Granted<InputStream>(InputStream events) -> {
          recordTaken(member);
          return Optional.of(new Started(member.address(), events));
        }
        case Answer.Refused<InputStream>(var code, var detail) -> {
          requireElsewhere(code, detail);
          recordTrouble(member.address(), code.equals(BUSY) ? "" : detail);
        }
        case Answer.Unreachable<InputStream>(var reason) -> recordTrouble(member.address(), reason);
      }
    }
    return Optional.empty();
  }

  private static final Optional<RunnerRefusal> BUSY = Optional.of(RunnerRefusal.RUNNER_BUSY);

  /// Whether another runner, or the same later, may well take what this one refused.
  private static void requireElsewhere(Optional<RunnerRefusal> code, String detail)
      throws RunBrokenException {
    boolean elsewhere =
        code.isPresent()
            && switch (code.get()) {
              case RUNNER_BUSY, RUNNER_DRAINING, RUNNER_UNFIT, RUNNER_VERSION, RUNNER_SECRET ->
                  true;
              case ATTEMPT_STALE,
                  ATTEMPT_UNKNOWN,
                  REQUEST_MALFORMED,
                  KERNEL_TOO_LARGE,
                  INPUT_TOO_LARGE,
                  ROUTE_UNKNOWN,
                  INTERNAL ->
                  false;
            };
    if (!elsewhere) {
      throw new RunBrokenException("it refused, " + detail);
    }
  }

  boolean hasRoom() throws InterruptedException {
    return look().stream().anyMatch(member -> member.room() > 0);
  }

  private List<Member> byLoad() throws InterruptedException {
    var free = new ArrayList<>(look().stream().filter(member -> member.room() > 0).toList());
    Collections.shuffle(free); // or all replicas would run to the same of several idle ones
    free.sort(Comparator.comparingDouble(Member::load));
    return free;
  }

  /// Every runner as it was at most a second ago, in the order of their names.
  List<Member> look() throws InterruptedException {
    synchronized (asking) {
      if (System.nanoTime() - askedAt >= FRESH) {
        replaceAll(ask());
        askedAt = System.nanoTime();
      }
    }
    return lastSeen();
  }

  private synchronized void replaceAll(Map<URI, Member> found) {
    found.values().forEach(member -> tellChange(members.get(member.address()), member));
    members = found;
  }

  /// As last seen, without asking.
  synchronized List<Member> lastSeen() {
    return List.copyOf(members.values());
  }

  private Map<URI, Member> ask() throws InterruptedException {
    var asked = new LinkedHashMap<URI, Future<Member>>();
    var found = new LinkedHashMap<URI, Member>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (URI name : names) {
        try {
          Addresses.behind(name).forEach(at -> asked.put(at, threads.submit(() -> ask(at))));
        } catch (UnknownHostException e) {
          found.put(name, new Member(name, null, "nobody goes by that name"));
        }
      }
      for (var entry : asked.entrySet()) {
        found.put(entry.getKey(), entry.getValue().get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking a runner for its status", e.getCause());
    }
    return onceEach(found);
  }

  private Member ask(URI address) throws InterruptedException {
    try {
      return switch (client.status(address)) {
        case Answer.Granted<RunnerStatus>(RunnerStatus status) ->
            new Member(address, status, troubleOf(status));
        case Answer.Refused<RunnerStatus>(var ignored, var detail) ->
            new Member(address, null, detail);
        case Answer.Unreachable<RunnerStatus>(var reason) -> new Member(address, null, reason);
      };
    } catch (IOException e) {
      return new Member(address, null, "does not answer as it should, " + e.getMessage());
    }
  }

  private static String troubleOf(RunnerStatus status) {
    return status.draining()
        ? "is being stopped"
        : Optional.ofNullable(status.trouble()).orElse("");
  }

  /// A runner with two addresses is one runner.
  private static Map<URI, Member> onceEach(Map<URI, Member> found) {
    Set<String> instances = new HashSet<>();
    found.values().removeIf(it -> it.status() != null && !instances.add(it.status().instance()));
    return found;
  }

  private static void tellChange(@Nullable Member before, Member now) {
    String was = before == null ? "" : before.trouble();
    if (!now.trouble().equals(was)) {
      LOG.warn(
          "runner {}: {}",
          now.address(),
          now.trouble().isEmpty() ? "takes runs again" : now.trouble());
    }
  }

  /// Counted at once, so that the next run goes to the next runner.
  private void recordTaken(Member member) {
    count(member.address(), 1);
  }

  /// A run has ended: its place is free at once, not only when the runner is asked again.
  void recordLeft(URI runner) {
    count(runner, -1);
  }

  private synchronized void count(URI address, int more) {
    Member member = members.get(address);
    if (member != null && member.status() != null) {
      replace(new Member(address, member.status().withMore(more), member.trouble()));
    }
  }

  /// Not asked again before its next status.
  private synchronized void recordTrouble(URI address, String trouble) {
    replace(new Member(address, null, trouble));
  }

  private void replace(Member member) {
    var changed = new HashMap<>(members);
    if (changed.containsKey(member.address())) {
      tellChange(members.get(member.address()), member);
      changed.put(member.address(), member);
      members = changed;
    }
  }
}
