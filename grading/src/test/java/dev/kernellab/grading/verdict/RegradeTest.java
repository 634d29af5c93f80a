// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentReader;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.fixture.Assignments;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RegradeTest {
  private static final String TEXT = Assignments.text("layout", "assignment.yml");
  private static final Machine PC = new Machine(Machine.Type.PC, 128);

  @Test
  void theSameAssignmentMovesNobody() {
    Verdict verdict = grade(TEXT, 128);
    Regrade regrade = Regrade.of("run", verdict, grade(TEXT, 128));
    assertThat(regrade.hasMoves()).isFalse();
    assertThat(regrade.difference()).isZero();
  }

  @Test
  void itIsToldWhichCheckMovesWhom() {
    String other =
        TEXT.replace("reservedAtTop: 131072", "reservedAtTop: 0")
            .replace("kernelMayHold: 256", "kernelMayHold: 0")
            .replace("id: alias-gone", "id: boot-alias-gone");
    Regrade regrade = Regrade.of("run", grade(TEXT, 128), grade(other, 128));
    assertThat(regrade.moves())
        .extracting(Regrade.Move::check, Regrade.Move::before, Regrade.Move::after)
        .containsExactlyInAnyOrder(
            tuple("usable-ram-free", 10, 9),
            tuple("boot-alias-gone", null, 5),
            tuple("alias-gone", 5, null));
    assertThat(regrade.moves()).allSatisfy(it -> assertThat(it.reason()).isNotEmpty());
    assertThat(regrade.difference()).isEqualTo(-1);
    assertThat(regrade.after().version())
        .isNotEqualTo(Objects.requireNonNull(regrade.before()).version());
  }

  @Test
  void aVerdictFromBeforeThereWereVersionsCanStillBeRead() {
    String old =
        """
        {"score":0,"max":10,"assignment":"layout","checks":[{"id":"self-reference","title":"T",\
        "points":0,"max":10,"status":"FAILED","message":"M",\
        "evidence":{"snapshot":3,"frames":[[266,1]],"linear":"0xFFC00000"}}]}""";
    JsonMapper json = JsonMapper.shared();
    Verdict verdict = json.readValue(old, Verdict.class);
    assertThat(verdict.version()).isNull();
    assertThat(json.readTree(json.writeValueAsString(verdict))).isEqualTo(json.readTree(old));
    Regrade regrade = Regrade.of("run", verdict, grade(TEXT, 128));
    assertThat(regrade.difference()).isEqualTo(100);
  }

  @Test
  void whatIsNotForStudentsIsNeitherShownNorCountedBeforeThem() {
    String text =
        TEXT.replace("- id: alias-gone", "- id: alias-gone\n    visibility: after-deadline")
            .replace("- id: supervisor-only", "- id: supervisor-only\n    visibility: never");
    Assignment assignment = AssignmentReader.read(text, Assignments.text("layout", "profile.yml"));
    Verdict verdict = grade(text, 128);
    assertThat(verdict.score()).isEqualTo(100);
    assertThat(verdict.shown(assignment, false).score()).isEqualTo(85);
    assertThat(verdict.shown(assignment, false).max()).isEqualTo(85);
    assertThat(verdict.shown(assignment, true).score()).isEqualTo(90);
    assertThat(assignment.shown(false).checks())
        .extracting(it -> it.id())
        .doesNotContain("alias-gone", "supervisor-only")
        .hasSize(9);
  }

  @Test
  void onSeveralMachinesTheWorstCounts() {
    var small = new SeveralMachines.OnMachine(new Machine(Machine.Type.PC, 64), grade(TEXT, 64));
    var large = new SeveralMachines.OnMachine(PC, grade(TEXT, 128));
    assertThat(SeveralMachines.verdict(List.of(large)).score()).isEqualTo(100);
    Verdict both = SeveralMachines.verdict(List.of(large, small));
    assertThat(both.max()).isEqualTo(100);
    assertThat(both.score()).isEqualTo(small.verdict().score()).isLessThan(100);
    assertThat(both.checks())
        .filteredOn(it -> it.id().equals("bitmap-in-place"))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.message()).startsWith("With 64 MiB (pc): At checkpoint_memory_map"));
  }

  /// The drawn kernel counts 128 MiB, whatever the machine has.
  private static Verdict grade(String text, int ramMiB) {
    Assignment assignment = AssignmentReader.read(text, Assignments.text("layout", "profile.yml"));
    return Grader.grade(
        assignment,
        new Evidence(
            assignment.profile(),
            new Machine(Machine.Type.PC, ramMiB),
            new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "Done."),
            DrawnKernel.perfect().captures()));
  }
}
