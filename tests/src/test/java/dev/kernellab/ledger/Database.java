// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL that can be killed and started again on the same files and the same port.
final class Database implements AutoCloseable {
  private final Path data;
  private EmbeddedPostgres server;

  Database(Path data) throws IOException {
    this.data = data;
    this.server = start(Service.freePort());
  }

  /// The builder's own choice of `synchronous_commit` is off, which forgets what it has confirmed.
  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("synchronous_commit", "on")
        .setPort(port)
        .start();
  }

  Map<String, String> environment() {
    return Map.of(
        "SPRING_DATASOURCE_URL",
        "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
        "SPRING_DATASOURCE_USERNAME",
        "postgres");
  }

  /// `kill -9` of the first process and all its children: nothing is written any more.
  void killAndStartAgain() throws Exception {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
    ProcessHandle first = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(first), first.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle one : all) {
      one.onExit().get(10, TimeUnit.SECONDS);
    }
    int port = server.getPort();
    server.close();
    server = start(port);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
