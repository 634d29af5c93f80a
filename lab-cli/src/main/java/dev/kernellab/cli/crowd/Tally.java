// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.crowd;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What clients of the lab met in the course of the night, counted from any thread.
public final class Tally {
  /// From the moment somebody wanted to submit, whatever was tried in between.
  public final Samples accept = new Samples();

  /// Submissions answered with something that no second try mends.
  public final LongAdder refused = new LongAdder();

  /// Connections that were not made, and answers to a submission that did not come; each was tried
  /// again at the next replica, under the same key.
  public final LongAdder unconnected = new LongAdder();

  public final LongAdder unanswered = new LongAdder();

  public final LongAdder streams = new LongAdder();
  public final LongAdder brokenStreams = new LongAdder();
  public final LongAdder events = new LongAdder();
  public final LongAdder gaps = new LongAdder();
  public final LongAdder duplicates = new LongAdder();

  /// From the break to the new stream, at another replica.
  public final Samples resumed = new Samples();

  /// From the moment the killed replica answers again, of those who go to no other.
  public final Samples resumedAtHome = new Samples();

  /// After the first viewer had the same event, of those who were connected by then.
  public final Samples behind = new Samples();

  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> serverErrors = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  /// @param call what was asked, without ids
  public void serverError(String call, int status) {
    serverErrors.computeIfAbsent(call + " " + status, it -> new LongAdder()).increment();
  }

  public Map<String, LongAdder> serverErrors() {
    return Map.copyOf(serverErrors);
  }

  public long serverErrorCount() {
    return serverErrors.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /// What nobody foresaw: it may be the lab's fault or this program's.
  public void trouble(String sentence) {
    troubles.add(sentence);
  }

  public List<String> troubles() {
    return List.copyOf(troubles);
  }

  public void streamOpened() {
    streams.increment();
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
  }

  public void streamClosed() {
    open.decrementAndGet();
  }

  public int openStreams() {
    return open.get();
  }

  public int mostOpenStreams() {
    return mostOpen.get();
  }
}
