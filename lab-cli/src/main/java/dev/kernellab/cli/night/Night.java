// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.Upload;
import dev.kernellab.cli.crowd.Audience;
import dev.kernellab.cli.crowd.Demonstration;
import dev.kernellab.cli.crowd.Follow;
import dev.kernellab.cli.crowd.Gate;
import dev.kernellab.cli.crowd.Replica;
import dev.kernellab.cli.crowd.Replicas;
import dev.kernellab.cli.crowd.Tally;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// The night from beginning to end: viewers come, students submit, a runner dies, a replica dies,
/// the queue empties, and everybody's marks are looked up once more.
final class Night {
  private static final Duration LOOKED_AT_EVERY = Duration.ofSeconds(1);
  private static final Duration WEIGHED_EVERY = Duration.ofSeconds(5);
  private static final Duration AFTER_THE_LAST_MARK = Duration.ofSeconds(20);

  private final Setting setting;
  private final Plan plan;
  private final Tally tally = new Tally();
  private final Restarts restarts = new Restarts();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final Replicas replicas;
  private final Gauges gauges;
  private final Demonstration demonstration;
  private final Students students;
  private final Audience audience;
  private final Accidents accidents;
  private final Clock clock = new Clock();

  /// @param runners their containers
  /// @param viewers all of them together
  /// @param shown the demonstration
  /// @param patience for the queue to empty after the deadline
  record Setting(
      List<Replica> apis,
      List<String> runners,
      Containers containers,
      int students,
      int viewers,
      Upload shown,
      Duration patience) {}

  Night(Setting setting, Plan plan) {
    this.setting = setting;
    this.plan = plan;
    this.replicas = new Replicas(http, setting.apis());
    this.gauges = new Gauges(http, replicas);
    var gate = new Gate(http, replicas, tally);
    var everyone = new Follow.Everyone(http, replicas, tally);
    this.demonstration = new Demonstration(gate, everyone, setting.shown(), restarts.watch());
    this.students = new Students(plan, gate, everyone, restarts);
    this.audience = new Audience(setting.viewers(), setting.students(), everyone, demonstration);
    this.accidents =
        new Accidents(setting.containers(), setting.runners(), replicas, gauges, restarts);
  }

  /// Returns when everything has ended or patience has.
  ///
  /// @param progress is given a line for a person, again and again
  Figures spend(Consumer<String> progress) throws InterruptedException {
    repeat("gauges", LOOKED_AT_EVERY, () -> gauges.look(clock.seconds()));
    repeat("scales", WEIGHED_EVERY, setting.containers()::weigh);
    repeat("progress", Duration.ofSeconds(1), () -> progress.accept(status()));
    demonstration.start();
    students.begin(clock, audience);
    Thread dying = background("accidents", () -> accidents.happen(clock, plan.length()));
    audience.come(plan.length().dividedBy(20));
    clock.sleepUntil(plan.length());
    boolean inTime = students.awaitEnds(setting.patience());
    double emptied = clock.seconds() - plan.length().toNanos() / 1e9;
    dying.join(AFTER_THE_LAST_MARK);
    demonstration.close();
    int late = audience.goHome(AFTER_THE_LAST_MARK);
    Audit audit = inTime ? Audit.of(students.handed(), http, replicas) : new Audit(0, 0, 0);
    return new Figures(
        plan,
        clock,
        students,
        tally,
        restarts,
        gauges.points(),
        setting.containers().peaks(),
        audit,
        accidents.replicaAway(),
        emptied,
        late,
        setting.viewers());
  }

  private interface Step {
    void take() throws InterruptedException;
  }

  private Thread background(String name, Step step) {
    return Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                step.take();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                tally.trouble(name + ": " + e.getMessage());
              }
            });
  }

  private void repeat(String name, Duration pause, Step step) {
    background(
        name,
        () -> {
          while (true) {
            step.take();
            Thread.sleep(pause);
          }
        });
  }

  private String status() {
    List<Gauges.Point> points = gauges.points();
    return "%3.0f of %.0f s  accepted %d  ended %d of %d  waiting %.0f  streams %d  broken %d  5xx %d"
        .formatted(
            clock.seconds(),
            plan.length().toMillis() / 1e3,
            students.accepted(),
            students.ended(),
            students.handed().size(),
            points.isEmpty() ? 0 : points.getLast().waiting(),
            tally.openStreams(),
            tally.brokenStreams.sum(),
            tally.serverErrorCount());
  }
}
