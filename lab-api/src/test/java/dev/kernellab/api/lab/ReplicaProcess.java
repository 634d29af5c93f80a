// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A lab in a process of its own, to be killed as a host is: without a word. Whatever kernel it is
/// given, it says that attempt's number and then nothing more.
public final class ReplicaProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private ReplicaProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static ReplicaProcess start(Path home, List<String> database, String... settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(ReplicaProcess.class.getName(), home.toString()));
    command.addAll(database);
    command.addAll(Arrays.asList(settings));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new ReplicaProcess(process, port(process.inputReader()));
    } catch (IOException e) {
      throw new UncheckedIOException("no second process", e);
    }
  }

  private static int port(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("port ")) {
        return Integer.parseInt(line.substring("port ".length()));
      }
    }
    throw new AssertionError("the second lab did not start");
  }

  /// For requests only: closing it leaves the process alone.
  public Lab lab() {
    return Lab.at(port);
  }

  /// SIGKILL; returns when the process is no more.
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  static void main(String[] arguments) throws InterruptedException {
    var runner = new ScriptedRunner();
    runner.scriptForAll(
        stage -> {
          stage.say(new RunEvent.StateChanged(RunState.RUNNING, stage.request().attempt()));
          stage.say(new RunEvent.SerialOutput("attempt " + stage.request().attempt()));
          stage.awaitWish();
          return ScriptedRunner.COMPLETED;
        });
    String[] settings = Arrays.copyOfRange(arguments, 1, arguments.length);
    Lab lab = Lab.start(Path.of(arguments[0]), runner, settings);
    System.out.println("port " + lab.port());
    Thread.currentThread().join();
  }
}
