// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.author;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Check;
import dev.kernellab.grading.assignment.Handout;
import dev.kernellab.grading.assignment.OfChange;
import dev.kernellab.grading.assignment.OfEnd;
import dev.kernellab.grading.assignment.OfFrames;
import dev.kernellab.grading.assignment.OfPages;
import dev.kernellab.grading.assignment.OfRun;
import dev.kernellab.grading.assignment.Operation;
import dev.kernellab.grading.assignment.Operations;
import dev.kernellab.grading.assignment.Toolchain;
import dev.kernellab.grading.assignment.When;
import dev.kernellab.grading.author.AssignmentReader.Slip;
import dev.kernellab.grading.check.FindingKinds;
import dev.kernellab.grading.check.Formula;
import dev.kernellab.grading.check.FormulaException;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.yaml.DidYouMean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What has to hold between the parts of an assignment: every name leads somewhere, every
/// expression can be evaluated.
final class AssignmentRules {
  private static final java.util.regex.Pattern SLUG =
      java.util.regex.Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private final Assignment assignment;
  private final Set<String> checkpoints;
  private final List<Slip> slips = new ArrayList<>();

  AssignmentRules(Assignment assignment) {
    this.assignment = assignment;
    this.checkpoints =
        assignment.profile().checkpoints().stream()
            .map(Profile.Checkpoint::symbol)
            .collect(Collectors.toSet());
  }

  List<Slip> slips() {
    require(
        SLUG.matcher(assignment.slug()).matches(),
        "slug",
        "expected words like memory-manager, got \"" + assignment.slug() + "\"");
    requireKnown(checkpoints, "lastCheckpoint", "checkpoint", assignment.lastCheckpoint());
    assignment
        .profile()
        .unknownReady()
        .ifPresent(it -> requireKnown(checkpoints, "profile: allocator.ready", "checkpoint", it));
    if (assignment.attempts() != null) {
      require(assignment.attempts() > 0, "attempts", "expected 1 or more");
    }
    toolchain(assignment.handout());
    Operations operations = assignment.operations();
    if (operations != null) {
      requireKnown(checkpoints, "operations.checkpoint", "checkpoint", operations.checkpoint());
    }
    checks();
    return slips;
  }

  private void toolchain(@Nullable Handout handout) {
    List<String> programs =
        handout == null || handout.toolchain() == null ? List.of() : handout.toolchain();
    for (int i = 0; i < programs.size(); i++) {
      String path = "handout.toolchain[" + i + "]";
      requireKnown(Toolchain.PROGRAMS, path, "program where the lab builds", programs.get(i));
    }
  }

  private void checks() {
    List<Check> checks = assignment.checks();
    require(!checks.isEmpty(), "checks", "expected one or more");
    Set<String> ids = checks.stream().map(Check::id).collect(Collectors.toSet());
    var earlier = new HashSet<String>();
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      String path = "checks[" + i + "].";
      require(earlier.add(check.id()), path + "id", "used twice, \"" + check.id() + "\"");
      if (check.at() != null) {
        requireKnown(checkpoints, path + "at", "checkpoint", check.at().checkpoint());
      }
      check.prerequisites().forEach(it -> requireKnown(ids, path + "requires", "check", it));
      expectation(check, path + "expect.");
    }
    new Prerequisites(checks).cycle().ifPresent(slips::add);
  }

  private void expectation(Check check, String path) {
    switch (check.expect()) { // what is not looked at here says all there is to say itself
      case OfFrames it -> {}
      case OfPages it -> {}
      case OfChange.OperationDone it -> operation(check, path);
      case OfChange.ReturnsTo it -> requireMoment(path, it.since());
      case OfChange.EntriesAsAt it -> requireMoment(path, it.since());
      case OfChange.NewlyMapped it -> requireMoment(path, it.since());
      case OfChange.OtherDirectory it -> it.since().forEach(then -> requireMoment(path, then));
      case OfRun.NoFindings it ->
          it.kinds()
              .forEach(
                  kind -> requireKnown(FindingKinds.ALL, path + "kinds", "kind of finding", kind));
      case OfRun.Expression it -> expression(path, it.expression());
      case OfEnd.Console it -> pattern(path, it.matches());
      case OfRun.Within it -> {}
      case OfEnd.Ends it -> {}
    }
  }

  private void requireMoment(String path, When since) {
    requireKnown(checkpoints, path + "since", "checkpoint", since.checkpoint());
  }

  private void operation(Check check, String path) {
    Operations operations = assignment.operations();
    When at = check.at();
    if (operations == null || at == null || !at.checkpoint().equals(operations.checkpoint())) {
      slips.add(
          new Slip(
              path + "type",
              "operation is for a moment of the script, such as at: checkpoint_operation#2, of an"
                  + " assignment with operations"));
      return;
    }
    if (at.hit() < 2 || at.hit() > operations.script().size()) {
      slips.add(
          new Slip(
              path.replace("expect.", "at"),
              "the script has operations 2 to "
                  + operations.script().size()
                  + " to compare with the one before, got "
                  + at.hit()));
      return;
    }
    List<String> script = operations.drawn(0);
    String text = script.get(at.hit() - 1);
    require(
        Operation.parse(text).isPresent(),
        path + "type",
        "what operation " + text + " has to change is not defined; let a cel expression say it");
    require(
        Operation.hasWhatItGivesBack(script, at.hit()),
        path + "type",
        "operation " + text + " gives back what no operation before it takes");
  }

  private void expression(String path, String text) {
    try {
      Formula.check(text);
    } catch (FormulaException e) {
      slips.add(new Slip(path + "expression", String.valueOf(e.getMessage())));
    }
  }

  private void pattern(String path, String text) {
    try {
      Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      slips.add(new Slip(path + "matches", String.valueOf(e.getMessage())));
    }
  }

  private void requireKnown(Collection<String> known, String path, String what, String name) {
    require(
        known.contains(name),
        path,
        "no such " + what + ", \"" + name + "\"" + DidYouMean.among(name, known));
  }

  private void require(boolean fulfilled, String path, String reason) {
    if (!fulfilled) {
      slips.add(new Slip(path, reason));
    }
  }
}
