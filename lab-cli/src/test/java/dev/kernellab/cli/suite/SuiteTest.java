// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.suite.Suite.Edit;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Check;
import dev.kernellab.grading.author.AssignmentReader;
import dev.kernellab.grading.verdict.CheckResult;
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The suite fits the kernel it changes and the assignment it is about, without booting anything.
class SuiteTest {
  private static final Path FOLDER = Path.of("../assignments/memory-manager");
  private static final Path KERNEL = Path.of("../kernel");

  private final Suite suite = YamlFile.read(FOLDER.resolve(Suite.FILE), Suite.class);
  private final Assignment assignment = assignment();

  @Test
  void thereAreEnoughOfThemAndNoTwoHaveTheSameName() {
    assertThat(suite.mutants()).hasSizeGreaterThanOrEqualTo(25);
    assertThat(suite.cheats()).hasSizeGreaterThanOrEqualTo(8);
    assertThat(
            Stream.concat(
                suite.mutants().stream().map(Suite.Mutant::name),
                suite.cheats().stream().map(Suite.Cheat::name)))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyEditStandsInTheSolutionOnce() {
    suite.mutants().forEach(it -> packed(it.name(), it.edits()));
    suite.cheats().forEach(it -> packed(it.name(), it.edits()));
  }

  @Test
  void everyCheckThatAMutantLosesExists() {
    List<String> checks = assignment.checks().stream().map(Check::id).toList();
    assertThat(suite.mutants())
        .allSatisfy(it -> assertThat(checks).as(it.name()).containsAll(it.loses()));
    assertThat(suite.mutants().stream().flatMap(it -> it.loses().stream()))
        .contains("boot-paging", "bitmap-in-place", "alloc", "unmap", "kill", "heap-gives-back");
  }

  @Test
  void anEditThatNoLongerFitsIsNamed() {
    var gone = new Edit("main.c", "no such line", "");
    assertThatThrownBy(() -> packed("x", List.of(gone)))
        .isInstanceOf(UsageProblem.class)
        .hasMessageStartingWith("\"x\": what it replaces in main.c stands there not at all");
    var often = new Edit("main.c", "checkpoint_", "");
    assertThatThrownBy(() -> packed("x", List.of(often))).hasMessageContaining("more than once");
  }

  @Test
  void aMutantHasToLoseExactlyTheChecksThatNameItsFault() {
    var loses = new Expected.Loses(Set.of("alloc"), false);
    assertThat(loses.complaint(assignment, verdict("alloc", Status.FAILED))).isEmpty();
    assertThat(loses.complaint(assignment, verdict("alloc", Status.PARTIAL))).isEmpty();
    assertThat(loses.complaint(assignment, verdict("map", Status.FAILED)))
        .contains("expected to lose alloc");
    assertThat(loses.complaint(assignment, verdict("alloc", Status.PASSED)))
        .contains("expected to lose alloc");
  }

  @Test
  void aCheckThatIsNotRunNeedsAReason() {
    Verdict unreached = verdict("kill", Status.NOT_RUN);
    assertThat(new Expected.Loses(Set.of(), false).complaint(assignment, unreached))
        .contains("expected kill to be run");
    assertThat(new Expected.Loses(Set.of(), true).complaint(assignment, unreached)).isEmpty();
  }

  private void packed(String name, List<Edit> edits) {
    assertThat(Kernels.packed(KERNEL, name, edits)).isNotEmpty();
  }

  private Verdict verdict(String id, Status status) {
    List<CheckResult> results =
        assignment.checks().stream()
            .map(it -> it.id().equals(id) ? result(it, status) : result(it, Status.PASSED))
            .toList();
    return new Verdict(0, 100, assignment.slug(), assignment.version(), results);
  }

  private static CheckResult result(Check check, Status status) {
    return new CheckResult(check.id(), check.title(), 0, check.points(), status, "", null, null);
  }

  private static Assignment assignment() {
    try {
      return AssignmentReader.read(
          Files.readString(FOLDER.resolve(AssignmentReader.ASSIGNMENT)),
          Files.readString(FOLDER.resolve(AssignmentReader.PROFILE)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
