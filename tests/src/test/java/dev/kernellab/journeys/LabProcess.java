// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A lab as `./lab up` starts it: the packaged jar in a process of its own, with a home of its own.
public final class LabProcess implements AutoCloseable {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final URI server;

  private LabProcess(Process process, URI server) {
    this.process = process;
    this.server = server;
  }

  /// Starts a lab and waits until it says that it is ready.
  public static LabProcess start(Path home) throws Exception {
    return start(home, Map.of());
  }

  /// @param environment besides what every lab is given here
  public static LabProcess start(Path home, Map<String, String> environment) throws Exception {
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx200m",
                "-Djdk.virtualThreadScheduler.parallelism=8",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                ROOT.resolve("lab-api/target/lab-api.jar").toString()));
    builder.directory(home.toFile());
    builder.environment().put("LAB_ASSIGNMENTS", ROOT.resolve("assignments").toString());
    builder.environment().put("LAB_HOME", home.toString());
    builder.environment().put("LAB_PORT", Integer.toString(port));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("lab.log").toFile()));
    Process process = builder.start();
    LabProcess lab = new LabProcess(process, URI.create("http://127.0.0.1:" + port + "/"));
    lab.awaitReady(home.resolve("lab.log"));
    return lab;
  }

  private void awaitReady(Path log) throws Exception {
    long deadline = System.nanoTime() + START.toNanos();
    LabHttp http = new LabHttp(server);
    while (!http.answers("actuator/health/readiness")) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new AssertionError("the lab did not get ready within " + START + "; its log: " + log);
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public LabHttp http() {
    return new LabHttp(server);
  }

  URI server() {
    return server;
  }

  long pid() {
    return process.pid();
  }

  /// Every process that this lab started and that still lives.
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /// As by Ctrl-C: the lab ends what runs and leaves.
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the lab did not stop within 30 s of being asked");
    }
  }

  /// As by `kill -9`: the lab has no chance to tidy up.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      stop();
    }
  }
}
