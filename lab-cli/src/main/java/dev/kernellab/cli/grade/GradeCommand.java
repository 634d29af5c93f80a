// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import dev.kernellab.cli.LabClient;
import dev.kernellab.cli.LabProblem;
import dev.kernellab.cli.ServerOption;
import dev.kernellab.cli.Terminal;
import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.grade.ClassRun.Result;
import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentException;
import dev.kernellab.grading.author.AssignmentJson;
import dev.kernellab.runner.archive.GivenFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `lab grade class/`: the points of everybody who handed something in.
@Command(
    name = "grade",
    description = {
      "Grade a whole class, several at a time: by a lab, or with --local on this machine, by the"
          + " same engine and without a lab.",
      "What the lab fails is tried once more, and costs no marks.",
      "Exit code: 0 everybody passed all that is asked, 1 somebody did not or came too late, 2 wrong"
          + " usage, 3 lab or network, or some have no mark because of it."
    },
    mixinStandardHelpOptions = true)
public final class GradeCommand implements Callable<Integer> {
  enum Form {
    text,
    json,
    csv
  }

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Kernels (a folder with a Makefile, an archive of one, an ELF image, a CD, a disk), and"
              + " folders with a kernel in each entry.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--assignment",
      paramLabel = "NAME",
      description =
          "What to grade by (default: ${DEFAULT-VALUE}). With --local also an assignment's folder.",
      defaultValue = "memory-manager")
  private String assignment = "memory-manager";

  @Option(names = "--local", description = "Build, boot and grade on this machine.")
  private boolean local;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many at a time (default: one for each core; with a lab, 16).")
  private @Nullable Integer jobs;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "With --local: of what operations leave to chance (default: drawn).")
  private @Nullable Long seed;

  @Option(
      names = "--output",
      paramLabel = "FORM",
      description = "text (for people), json or csv (default: ${DEFAULT-VALUE}).",
      defaultValue = "text")
  private Form form = Form.text;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write JUnit XML too, a suite for each submission.")
  private @Nullable Path junit;

  @Mixin private ServerOption server = new ServerOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (jobs != null && (jobs < 1 || jobs > 256)) {
      throw new UsageProblem("--jobs: expected 1 to 256, got " + jobs);
    }
    List<HandedIn> all = HandedIn.in(paths);
    AssignmentFolder by =
        local ? AssignmentFolder.read(AssignmentFolder.find(assignment)) : asked();
    ClassReport report = local ? here(by, all) : there(by.assignment(), all);
    if (junit != null) {
      Files.writeString(junit, report.junit(by.assignment()));
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (form) {
      case text -> ClassTable.print(out, report);
      case json -> out.println(JsonMapper.shared().writeValueAsString(report));
      case csv -> out.print(report.csv());
    }
    out.flush();
    return report.summary().exitCode();
  }

  private ClassReport here(AssignmentFolder by, List<HandedIn> all)
      throws IOException, InterruptedException {
    long drawn = seed == null ? new SecureRandom().nextInt() : seed;
    int machines = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    try (LocalLab lab = LocalLab.open(machines)) {
      // One more than there are machines, so that none waits while a kernel is packed or judged.
      var run = new ClassRun(new LocalMarker(lab, by, drawn), machines + 1);
      return ClassReport.of(by.assignment(), drawn, graded(run, all));
    }
  }

  private ClassReport there(Assignment by, List<HandedIn> all) throws InterruptedException {
    var run = new ClassRun(new ServerMarker(server.client(), by), jobs == null ? 16 : jobs);
    return ClassReport.of(by, null, graded(run, all));
  }

  /// Also tells at once when there is no lab or no such assignment.
  private AssignmentFolder asked() {
    LabClient client = server.client();
    try {
      Assignment read = AssignmentJson.read(client.assignment(assignment).toString());
      return new AssignmentFolder(read, GivenFiles.NONE); // the lab puts its own over
    } catch (AssignmentException e) {
      throw new LabProblem("The lab's assignment cannot be read here: " + e.getMessage(), e);
    }
  }

  private List<Result> graded(ClassRun run, List<HandedIn> all) throws InterruptedException {
    var progress =
        new Progress(spec.commandLine().getErr(), Terminal.ofProcess().error(), all.size());
    try {
      return run.run(all, progress::done);
    } finally {
      progress.end();
    }
  }
}
