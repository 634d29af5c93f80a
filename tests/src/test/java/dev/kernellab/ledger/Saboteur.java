// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import dev.kernellab.ledger.FaultSchedule.Strike;
import dev.kernellab.ledger.LabUnderTest.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the schedule's faults happen, one after another, and puts the lab together again.
final class Saboteur {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(40);
  private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,7})\r\n");
  private static final Duration DELAY = Duration.ofSeconds(3);

  /// Longer than a lab waits for a silent runner.
  private static final Duration TOO_LONG = Duration.ofSeconds(11);

  private final LabUnderTest lab;
  private final Client client;
  private final Pace pace;
  private final AtomicBoolean poisoned = new AtomicBoolean();
  final Queue<Fault> struck = new ConcurrentLinkedQueue<>();
  final Queue<String> surprises = new ConcurrentLinkedQueue<>();

  /// Whose moment never came: a matter of timing, and no fault of the lab's.
  final Queue<Strike> missed = new ConcurrentLinkedQueue<>();

  Saboteur(LabUnderTest lab, Client client, Pace pace) {
    this.lab = lab;
    this.client = client;
    this.pace = pace;
  }

  /// Returns when the fault has struck and everything is there again that it took away, or will
  /// soon be.
  void strike(Strike strike) throws Exception {
    boolean hit =
        switch (strike.fault()) {
          case RUNNER_KILLED_WHILE_BUILDING -> killRunnerWhen("\"BUILDING\"");
          case RUNNER_KILLED_WHILE_BOOTING -> killRunnerWhen("\"BOOTING\"");
          case RUNNER_KILLED_WHILE_RUNNING -> killRunnerWhen("\"RUNNING\"");
          case RUNNER_KILLED_BEFORE_REPORTING -> killRunnerWhen("\"type\":\"ended\"");
          case MACHINE_KILLED -> killMachine();
          case REPLICA_KILLED_WHILE_RUNNING -> killReplicaWhen("\"state\":\"RUNNING\"");
          case REPLICA_KILLED_WHILE_GRADING -> killReplicaWhen("\"state\":\"GRADING\"");
          case DATABASE_KILLED -> killDatabase();
          case EVENTS_CUT -> await(lab.fromRunners.arm("\"type\":\"checkpoint\"", Wire.Line::cut));
          case EVENTS_REPEATED ->
              await(lab.fromRunners.arm(Saboteur::isWholeEvents, Wire.Line::repeat));
          case EVENTS_DELAYED -> await(lab.fromRunners.arm("\"type\":", line -> line.hold(DELAY)));
          case EVENTS_HELD_TOO_LONG ->
              await(lab.fromRunners.arm("\"type\":", line -> line.hold(TOO_LONG)));
          case RUN_REQUEST_TWICE ->
              await(lab.fromRunners.arm("\"type\":\"state\"", this::askAgain));
          case RUN_REQUEST_OF_LONG_AGO -> askLongAgo(strike.target());
          case SUBMISSION_TWICE -> sendTwice();
          case SUBMISSION_DELAYED ->
              await(lab.fromReplicas.arm("HTTP/1.1 201", line -> line.hold(DELAY)));
          case ANSWER_LOST -> await(lab.fromReplicas.arm("HTTP/1.1 201", Wire.Line::cut));
          case VIEWERS_CUT_OFF ->
              await(lab.fromReplicas.arm("event:snapshot", line -> line.wire().cut()));
          case DISK_FULL -> fillDisk();
        };
    if (hit) {
      struck.add(strike.fault());
    } else {
      missed.add(strike);
    }
  }

  /// One or more chunks of HTTP/1.1 (RFC 9112, 7.1), of which each is one or more events: what can
  /// come again and leave the stream one of HTTP.
  private static boolean isWholeEvents(Wire.Line line, String text) {
    Matcher chunk = CHUNK.matcher(text);
    int end = 0;
    while (chunk.region(end, text.length()).lookingAt()) {
      int from = chunk.end();
      int after = from + Integer.parseInt(chunk.group(1), 16);
      if (after + 2 > text.length()
          || !text.startsWith("{\"sequence\"", from)
          || text.charAt(after - 1) != '\n') {
        return false;
      }
      end = after + 2;
    }
    return end > 0 && end == text.length() && !text.contains("\"type\":\"ended\"");
  }

  private boolean await(CompletableFuture<Wire.Line> sprung) throws InterruptedException {
    boolean hit = awaitWhileWorkComes(sprung::isDone);
    sprung.cancel(false);
    return hit;
  }

  /// A moment comes only while there is work.
  private boolean awaitWhileWorkComes(BooleanSupplier moment) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!moment.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      pace.allowOneMore();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return true;
  }

  private boolean killRunnerWhen(String text) throws Exception {
    return await(lab.fromRunners.arm(text, line -> killAndStart(lab.runnerOf(line.wire()))));
  }

  private boolean killReplicaWhen(String text) throws Exception {
    awaitAll(lab.replicas);
    return await(lab.fromReplicas.arm(text, line -> killAndStart(lab.replicaOf(line.wire()))));
  }

  private static void awaitAll(List<Part> parts) throws Exception {
    for (Part part : parts) {
      part.awaitReady();
    }
  }

  /// Before this returns it is dead; it is there again some seconds later.
  private void killAndStart(Part part) {
    try {
      part.kill();
      part.start();
      Thread.startVirtualThread(() -> comeBack(part));
    } catch (Exception e) {
      surprises.add(part + ": " + e);
    }
  }

  private void comeBack(Part part) {
    try {
      part.awaitReady();
    } catch (Exception | AssertionError e) {
      surprises.add(part + ": " + e);
    }
  }

  private boolean killMachine() throws Exception {
    CompletableFuture<Wire.Line> sprung =
        lab.fromRunners.arm(
            (line, text) -> text.contains("\"RUNNING\"") && !machinesOf(line).isEmpty(),
            line -> machinesOf(line).forEach(ProcessHandle::destroyForcibly));
    return await(sprung);
  }

  private List<ProcessHandle> machinesOf(Wire.Line line) {
    return lab.runnerOf(line.wire()).service().descendants().stream()
        .filter(it -> it.info().command().orElse("").contains("qemu-system"))
        .toList();
  }

  private boolean killDatabase() throws Exception {
    lab.database.killAndStartAgain();
    return true;
  }

  /// The same attempt again, at the runner that has it.
  private void askAgain(Wire.Line line) {
    String answer = ask(lab.runRequests.lastOf(line), line.wire().upstream());
    if (!answer.equals("HTTP/1.1 409")) {
      surprises.add("a runner that was asked twice for the same attempt answered " + answer);
    }
  }

  /// An attempt that has long been over, at every runner: one that has not seen it may well carry
  /// it out.
  private boolean askLongAgo(int choice) throws Exception {
    awaitAll(lab.runners);
    byte[] request = lab.runRequests.ofLongAgo(choice);
    lab.runners.forEach(it -> ask(request, it.service().port()));
    return request.length > 0;
  }

  private static String ask(byte[] request, int port) {
    try {
      return RunRequests.send(request, port);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private boolean sendTwice() throws InterruptedException {
    client.sendTwice();
    return awaitWhileWorkComes(client::hasSentTwice);
  }

  /// Nothing is taken, everything can be read, and nobody has to mend anything.
  private boolean fillDisk() throws Exception {
    awaitAll(lab.replicas);
    lab.disk.fill();
    try {
      var probe = new Workload.HandIn("no room for this", new byte[100_000], 0);
      var answer = client.tryToHandIn(probe);
      if (answer.statusCode() != 503 || !answer.body().contains("STORAGE_FULL")) {
        surprises.add("with a full disk: " + answer.statusCode() + " " + answer.body());
      }
      client.get("api/v1/submissions");
    } finally {
      lab.disk.makeRoom();
    }
    return true;
  }

  /// From now on the poisonous job takes its runner with it, or at least its machine.
  void poison() {
    lab.fromRunners
        .arm(
            (line, text) -> text.contains("\"RUNNING\"") && asked(line).contains(Workload.POISON),
            line -> struck.add(poisoned(line)))
        .thenRun(this::poison);
  }

  private Fault poisoned(Wire.Line line) {
    List<ProcessHandle> machines = machinesOf(line);
    if (machines.isEmpty() || !poisoned.getAndSet(true)) {
      killAndStart(lab.runnerOf(line.wire()));
      return Fault.RUNNER_KILLED_WHILE_RUNNING;
    }
    machines.forEach(ProcessHandle::destroyForcibly);
    return Fault.MACHINE_KILLED;
  }

  private String asked(Wire.Line line) {
    return new String(lab.runRequests.lastOf(line), StandardCharsets.ISO_8859_1);
  }
}
