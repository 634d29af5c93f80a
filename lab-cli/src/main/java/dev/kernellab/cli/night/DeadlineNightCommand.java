// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.ExitCode;
import dev.kernellab.cli.KernelFile;
import dev.kernellab.cli.Upload;
import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.crowd.Replica;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./lab deadline-night`, once the launcher has started the containers.
@Command(
    name = "deadline-night",
    description = {
      "Play the night before a deadline against a lab in containers, and say what held.",
      "Exit code: 0 all goals held, 1 some did not, 2 wrong usage, 3 lab or network."
    },
    mixinStandardHelpOptions = true)
public final class DeadlineNightCommand implements Callable<Integer> {
  private static final int MOST = 5000;
  private static final int MOST_MINUTES = 60;
  private static final long SAID_EVERY_MS = 10_000;

  @Option(names = "--students", description = "Default: ${DEFAULT-VALUE}.")
  private int students = 300;

  @Option(names = "--submissions", description = "All together. Default: ${DEFAULT-VALUE}.")
  private int submissions = 600;

  @Option(names = "--minutes", description = "Until the deadline. Default: ${DEFAULT-VALUE}.")
  private double minutes = 10;

  @Option(names = "--viewers", description = "All together. Default: ${DEFAULT-VALUE}.")
  private int viewers = 1500;

  @Option(
      names = "--patience",
      description = "Minutes for the queue to empty afterwards. Default: ${DEFAULT-VALUE}.")
  private double patience = 15;

  @Option(names = "--seed", description = "Who submits what. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--kernel",
      required = true,
      paramLabel = "FOLDER=SCORE",
      description = "Sources and the mark they must be given. Half are of the first.")
  private Map<Path, Double> kernels = new LinkedHashMap<>();

  @Option(names = "--api", required = true, paramLabel = "CONTAINER=URL")
  private Map<String, URI> apis = new LinkedHashMap<>();

  @Option(names = "--runner", required = true, paramLabel = "CONTAINER")
  private List<String> runners = new ArrayList<>();

  @Option(names = "--database", required = true, paramLabel = "CONTAINER")
  private String database = "";

  @Option(names = "--into", required = true, paramLabel = "FOLDER", description = "For the report.")
  private Path folder = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireBounded("--students", students);
    requireBounded("--submissions", submissions);
    requireBounded("--viewers", viewers);
    if (!(minutes > 0 && minutes <= MOST_MINUTES && patience >= 0 && patience <= MOST_MINUTES)) {
      throw new UsageProblem("--minutes, --patience: expected at most " + MOST_MINUTES + ".");
    }
    PrintWriter out = spec.commandLine().getOut();
    String conditions =
        "%d students, %d submissions in %s min, %d viewers; seed %d"
            .formatted(students, submissions, minutes, viewers, seed);
    out.println("  " + conditions);
    Figures figures = new Night(setting(), plan()).spend(progress(out));
    var report = new Report(conditions, figures);
    report.write(folder);
    out.println();
    out.print(report.table());
    out.flush();
    return figures.hold() ? ExitCode.PASSED : ExitCode.CHECKS_FAILED;
  }

  private static void requireBounded(String option, int value) {
    if (value < 1 || value > MOST) {
      throw new UsageProblem(option + ": expected 1 to " + MOST + ", got " + value + ".");
    }
  }

  private Plan plan() {
    List<Plan.Known> known =
        kernels.entrySet().stream().map(it -> new Plan.Known(it.getKey(), it.getValue())).toList();
    return Plan.make(known, students, submissions, minutes(minutes), seed);
  }

  private Night.Setting setting() {
    Map<String, String> names = new LinkedHashMap<>();
    apis.keySet().forEach(it -> names.put(it, "lab-api " + (names.size() + 1)));
    int before = names.size();
    runners.forEach(it -> names.put(it, "qemu-runner " + (names.size() - before + 1)));
    names.put(database, "postgres");
    var shown =
        new Upload(
            KernelFile.of(kernels.keySet().iterator().next()),
            "the demonstration",
            null,
            "interactive");
    return new Night.Setting(
        apis.entrySet().stream().map(it -> new Replica(it.getKey(), it.getValue())).toList(),
        List.copyOf(runners),
        new Containers(names),
        students,
        viewers,
        shown,
        minutes(patience));
  }

  private static Duration minutes(double minutes) {
    return Duration.ofMillis((long) (minutes * 60_000));
  }

  /// Over itself on a terminal, now and then in a file.
  private static Consumer<String> progress(PrintWriter out) {
    if (System.console() != null && System.console().isTerminal()) {
      return line -> {
        out.print("\r  " + line + "   ");
        out.flush();
      };
    }
    return new Consumer<>() {
      private long said = System.nanoTime() / 1_000_000 - SAID_EVERY_MS;

      @Override
      public void accept(String line) {
        long now = System.nanoTime() / 1_000_000;
        if (now - said >= SAID_EVERY_MS) {
          said = now;
          out.println("  " + line);
          out.flush();
        }
      }
    };
  }
}
