// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.LabProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts as Docker knows them: killed as by `kill -9`, started again, weighed.
final class Containers {
  private static final Pattern USED = Pattern.compile("^(\\S+) ([0-9.]+)(B|KiB|MiB|GiB) ");
  private static final int LONGEST_SECONDS = 60;

  private final Map<String, String> names;
  private final SortedMap<String, Double> peaks = new TreeMap<>();

  /// @param names what to call each container, by its id
  Containers(Map<String, String> names) {
    this.names = Map.copyOf(names);
  }

  void kill(String container) throws InterruptedException {
    docker("kill", "--signal", "KILL", container);
  }

  void start(String container) throws InterruptedException {
    docker("start", container);
  }

  /// The machines that run in it: process ids of QEMU.
  List<String> machines(String container) throws InterruptedException {
    return docker("top", container, "-eo", "pid,args")
        .lines()
        .filter(line -> line.contains("qemu-system"))
        .map(line -> line.strip().split("\\s", 2)[0])
        .toList();
  }

  /// Looks how much memory each takes now; one that is down is left out.
  void weigh() throws InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("stats", "--no-stream", "--format", "{{.Container}} {{.MemUsage}}"));
    command.addAll(names.keySet());
    docker(command.toArray(String[]::new)).lines().forEach(this::weighed);
  }

  private synchronized void weighed(String line) {
    Matcher used = USED.matcher(line);
    if (used.find()) {
      double mib = Double.parseDouble(used.group(2)) * mebibytes(used.group(3));
      peaks.merge(names.getOrDefault(used.group(1), used.group(1)), mib, Math::max);
    }
  }

  private static double mebibytes(String unit) {
    return switch (unit) {
      case "GiB" -> 1024;
      case "MiB" -> 1;
      case "KiB" -> 1.0 / 1024;
      default -> 1.0 / (1 << 20);
    };
  }

  /// MiB, the most that was seen, by name.
  synchronized SortedMap<String, Double> peaks() {
    return new TreeMap<>(peaks);
  }

  private static String docker(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new LabProblem(String.join(" ", command) + ": " + output.strip());
      }
      return output;
    } catch (IOException e) {
      throw new LabProblem("docker cannot be started: " + e.getMessage(), e);
    }
  }
}
