// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// PostgreSQL, two replicas, three runners, and a wire in front of each replica and each runner.
final class LabUnderTest implements AutoCloseable {
  private static final String SECRET = "a secret of this test";

  final Traps fromReplicas = new Traps();
  final Traps fromRunners = new Traps();
  final RunRequests runRequests = new RunRequests();
  final Database database;
  final SmallDisk disk;
  final List<Part> replicas = new ArrayList<>();
  final List<Part> runners = new ArrayList<>();
  private final Path jobs;

  /// A program and the wire to it.
  record Part(Service service, Wire wire) {
    void kill() throws Exception {
      service.kill();
      wire.shut();
    }

    void start() throws Exception {
      service.launch();
    }

    void awaitReady() throws Exception {
      service.awaitReady();
      wire.open();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + wire.port() + "/");
    }
  }

  LabUnderTest(Path folder) throws Exception {
    jobs = Files.createTempDirectory(Path.of("/dev/shm"), "ledger-");
    jobs.toFile().setExecutable(true, false); // the users that boxes run as go through it
    database = new Database(Files.createDirectory(folder.resolve("postgres")));
    Path home = Files.createDirectory(folder.resolve("home"));
    disk = new SmallDisk(home.resolve("blobs"));
    for (int number = 0; number < 3; number++) {
      runners.add(runner(folder, number));
    }
    for (int number = 0; number < 2; number++) {
      replicas.add(replica(folder, home, number));
    }
  }

  void start() throws Exception {
    for (Part part : all()) {
      part.start();
    }
    for (Part part : all()) {
      part.awaitReady();
    }
  }

  private List<Part> all() {
    return Stream.concat(runners.stream(), replicas.stream()).toList();
  }

  private Part runner(Path folder, int number) throws IOException {
    Map<String, String> environment =
        Map.of(
            "LAB_RUNNER_SECRET", SECRET,
            "LAB_RUNNER_CAPACITY", Integer.toString(Ledger.PLACES),
            "RUNNER_FOLDER", jobs.toString());
    var service =
        new Service(
            "runner-" + number,
            "qemu-runner/target/qemu-runner-service.jar",
            folder,
            List.of(),
            environment);
    return new Part(service, new Wire(service.port(), runRequests, fromRunners));
  }

  private Part replica(Path folder, Path home, int number) throws IOException {
    var environment = new HashMap<>(database.environment());
    environment.put("LAB_HOME", home.toString());
    environment.put("LAB_ASSIGNMENTS", Service.ROOT.resolve("assignments").toString());
    environment.put("LAB_RUNNER_SECRET", SECRET);
    environment.put(
        "LAB_RUNNERS",
        runners.stream().map(it -> it.url().toString()).collect(Collectors.joining(",")));
    environment.put("LAB_RUNS_WORKERS", Integer.toString(Ledger.WORKERS));
    environment.put("LAB_RUNS_ATTEMPTS", Integer.toString(Ledger.ATTEMPTS));
    var service =
        new Service(
            "replica-" + number, "lab-api/target/lab-api.jar", folder, disk.wrapper(), environment);
    return new Part(service, new Wire(service.port(), (line, bytes, count) -> {}, fromReplicas));
  }

  Part runnerOf(Wire wire) {
    return runners.stream().filter(it -> it.wire() == wire).findFirst().orElseThrow();
  }

  Part replicaOf(Wire wire) {
    return replicas.stream().filter(it -> it.wire() == wire).findFirst().orElseThrow();
  }

  /// Nothing runs any more: what is there all the same nobody needs.
  List<String> residue() throws IOException {
    var residue = new ArrayList<String>();
    for (Part part : all()) {
      part.service()
          .descendants()
          .forEach(
              it ->
                  residue.add(part.service() + ": process " + it.info().commandLine().orElse("?")));
      residue.addAll(part.service().litter());
    }
    try (Stream<Path> files = Files.walk(jobs)) {
      files.filter(it -> !it.equals(jobs)).map(Path::toString).forEach(residue::add);
    }
    return residue;
  }

  void stopServices() throws Exception {
    for (Part part : replicas) {
      part.service().close();
    }
    for (Part part : runners) {
      part.service().close();
    }
  }

  @Override
  public void close() throws Exception {
    for (Part part : all()) {
      part.service().kill();
      part.wire().close();
    }
    disk.close();
    database.close();
    try (Stream<Path> files = Files.walk(jobs)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
