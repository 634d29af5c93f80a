// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.ledger.Ledger.Accepted;
import dev.kernellab.ledger.Ledger.Filed;
import dev.kernellab.ledger.Ledger.Viewing;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// No mark is lost, none doubled, none wrong, whatever is killed, cut, repeated or full meanwhile.
/// `-Dledger.seed=N` brings back the order of submissions and of faults that an earlier test had.
class LedgerIT {
  private static final int OPEN = 24;

  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<Viewing> viewings = new ConcurrentLinkedQueue<>();
  private final Pace pace = new Pace();

  @Test
  @Timeout(600)
  void theBooksBalance(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    long seed = Long.getLong("ledger.seed", System.nanoTime() & 0xFFFFFF);
    System.out.println("ledger: -Dledger.seed=" + seed);
    List<Workload.HandIn> handIns = new Workload(folder).inOrderOf(seed);
    FaultSchedule schedule = FaultSchedule.of(seed, handIns.size());
    try (var lab = new LabUnderTest(folder)) {
      lab.start();
      List<URI> replicas = lab.replicas.stream().map(LabUnderTest.Part::url).toList();
      var client = new Client(replicas);
      var saboteur = new Saboteur(lab, client, pace);
      saboteur.poison();
      handInWhileStruck(handIns, client, schedule, saboteur);
      Ledger ledger = close(lab, client, saboteur);
      System.out.println("ledger: " + ledger.summary());
      System.out.println("ledger: the moment never came for " + saboteur.missed);
      assertThat(LedgerChecker.check(ledger)).isEmpty();
      assertThat(saboteur.missed).as("a test that hardly strikes proves little").hasSizeLessThan(4);
    }
  }

  private void handInWhileStruck(
      List<Workload.HandIn> handIns, Client client, FaultSchedule schedule, Saboteur saboteur)
      throws Exception {
    var open = new Semaphore(OPEN);
    var tasks = new ArrayList<Future<?>>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      tasks.add(threads.submit(() -> strike(schedule, saboteur)));
      for (Workload.HandIn handIn : handIns) {
        pace.awaitTurn();
        open.acquire();
        tasks.add(
            threads.submit(
                () -> {
                  handInAndWatch(handIn, client);
                  open.release();
                  return null;
                }));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    }
  }

  private void handInAndWatch(Workload.HandIn handIn, Client client) throws InterruptedException {
    Accepted made = client.handIn(handIn);
    accepted.add(made);
    pace.countAccepted();
    viewings.add(new Watcher(client, client::anyReplica, made.run()).watch("who followed it"));
  }

  private Void strike(FaultSchedule schedule, Saboteur saboteur) throws Exception {
    for (FaultSchedule.Strike strike : schedule.strikes()) {
      pace.nextAfter(strike.after());
      pace.awaitAccepted(strike.after());
      long began = System.nanoTime();
      saboteur.strike(strike);
      long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
      System.out.printf("ledger: after %d: %s, %d ms%n", strike.after(), strike.fault(), took);
    }
    pace.nextAfter(Integer.MAX_VALUE / 2);
    return null;
  }

  private Ledger close(LabUnderTest lab, Client client, Saboteur saboteur) throws Exception {
    for (LabUnderTest.Part part : lab.replicas) {
      part.awaitReady();
    }
    List<Filed> filed = filed(client);
    for (LabUnderTest.Part part : lab.replicas) {
      for (Accepted it : accepted) {
        viewings.add(new Watcher(client, part::url, it.run()).watch(part.service().toString()));
      }
    }
    lab.stopServices();
    var surprises = new ArrayList<>(client.surprises);
    surprises.addAll(saboteur.surprises);
    return new Ledger(
        List.copyOf(accepted),
        filed,
        List.copyOf(viewings),
        List.copyOf(saboteur.struck),
        surprises,
        lab.residue());
  }

  private static List<Filed> filed(Client client) throws InterruptedException {
    var filed = new ArrayList<Filed>();
    String cursor = "";
    do {
      JsonNode page = client.get("api/v1/runs?limit=100" + cursor);
      for (JsonNode run : page.path("items")) {
        JsonNode score = run.path("verdict").path("score");
        filed.add(
            new Filed(
                run.path("submission").asString(),
                run.path("label").asString(),
                run.path("id").asString(),
                run.path("state").asString(),
                run.path("attempt").asInt(),
                run.path("outcome").path("kind").asString(""),
                score.isNumber() ? score.asInt() : null));
      }
      cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
    } while (!cursor.isEmpty());
    return filed;
  }
}
