// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One of the lab's programs in a process of its own, which can be killed and started again.
final class Service implements AutoCloseable {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration START = Duration.ofSeconds(150);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final String name;
  private final Path folder;
  private final List<String> command;
  private final Map<String, String> environment;
  private final int port;
  private @Nullable Process process;

  /// @param folder its log, and its temporary files
  /// @param wrapper stands before the command
  Service(
      String name, String jar, Path folder, List<String> wrapper, Map<String, String> environment)
      throws IOException {
    this.name = name;
    this.folder = Files.createDirectories(folder.resolve(name));
    this.port = freePort();
    this.environment = environment;
    this.command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-Djdk.virtualThreadScheduler.parallelism=8",
            "-Djava.io.tmpdir=" + temporary(),
            "-jar",
            ROOT.resolve(jar).toString()));
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  Path temporary() throws IOException {
    return Files.createDirectories(folder.resolve("tmp"));
  }

  synchronized void launch() throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("LAB_PORT", Integer.toString(port));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    process = builder.start();
  }

  /// One that ended by itself is started again, as whoever runs it does: the database may have died
  /// while it started.
  void awaitReady() throws InterruptedException, IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!isReady()) {
      if (process == null || !process.isAlive()) {
        launch();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(name + " did not get ready within " + START + ", see " + folder);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  boolean isReady() throws InterruptedException {
    try {
      var probe = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
      HttpRequest request = HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notThere) {
      return false;
    }
  }

  /// What it has started and what still lives.
  synchronized List<ProcessHandle> descendants() {
    return process == null ? List.of() : process.descendants().toList();
  }

  /// As by `kill -9`.
  synchronized void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /// As by SIGTERM.
  @Override
  public synchronized void close() throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(name + " did not stop within 30 s of being asked");
      }
    }
  }

  /// Temporary files that are still there.
  List<String> litter() throws IOException {
    try (Stream<Path> files = Files.walk(temporary())) {
      return files.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
