// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.grading.fixture.Assignments;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
  private static final FormulaModel IDLE = idle();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          free == 31712                              ; 1000
          free > ramFrames                           ; 0
          double(free) / double(ramFrames)           ; 967
          0.25                                       ; 250
          7                                          ; 1000
          isFree(1024) && !isFree(1023)              ; 1000
          isFree(-1) || isFree(1048576)              ; 0
          freeBetween(1020, 1029)                    ; 1000
          freeBetween(1029, 1020) == 0               ; 1000
          freeBetween(1024, 1027) == 4               ; 1000
          freeBetween(-5, 99999999) == 31712         ; 1000
          physical(0xF0001234) == 0x1234             ; 1000
          isMapped(0) || isMapped(-1)                ; 0
          isWritable(0xF0000000) && !isUser(0xF0000000) ; 1000
          entries[1023] - entries[1023] % 4096 == cr3 ; 1000
          entries.filter(it, it % 2 == 1).size() == 2 ; 1000
          outcome == 'COMPLETED' && instructions == 4000 ; 1000
          """)
  void anExpressionAsksOfAMoment(String expression, int perMille) throws FormulaException {
    assertThat(Formula.of(expression).perMille(IDLE)).isEqualTo(perMille);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"free >", "nobody > 1", "'text'", "isFree('x')", "entries", "free == 'much'"})
  void whatCanNeverBeUsedIsRefused(String expression) {
    assertThatThrownBy(() -> Formula.check(expression)).isInstanceOf(FormulaException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "entries.all(a, entries.all(b, a + b >= 0))",
        "entries.map(a, entries.map(b, entries.map(c, a * b * c))).size() > 0"
      })
  void whatDoesNotEndIsRefusedAndStopped(String expression) throws FormulaException {
    assertThatThrownBy(() -> Formula.check(expression)).hasMessageContaining("does not end");
    Formula compiled = Formula.of(expression);
    assertThatThrownBy(() -> compiled.perMille(IDLE)).hasMessageContaining("does not end");
  }

  @Test
  void whatFailsAtOneMomentOnlyIsNotRefusedBefore() throws FormulaException {
    Formula.check("10 / free > 2");
    assertThatThrownBy(() -> Formula.of("10 / (free - 31712) > 2").perMille(IDLE))
        .isInstanceOf(FormulaException.class)
        .hasMessageContaining("zero");
  }

  private static FormulaModel idle() {
    Profile profile = Assignments.read("layout").profile();
    var outcome = new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "Done.");
    var evidence =
        new Evidence(
            profile, new Machine(Machine.Type.PC, 128), outcome, DrawnKernel.perfect().captures());
    List<Snapshot> snapshots = new ArrayList<>();
    evidence.forEachSnapshot(snapshots::add);
    return new FormulaModel(evidence, snapshots.getLast());
  }
}
