// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.ledger.Ledger.Accepted;
import dev.kernellab.ledger.Ledger.Filed;
import dev.kernellab.ledger.Ledger.Told;
import dev.kernellab.ledger.Ledger.Viewing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// A checker that lets anything pass proves nothing: each of these books is spoiled in one way.
class LedgerCheckerTest {
  private static final Accepted GOOD = new Accepted("good", "s1", "r1", 90);
  private static final Accepted POISON = new Accepted("poison", "s2", "r2", null);
  private static final Filed GOOD_RUN = new Filed("s1", "good", "r1", "ENDED", 2, "COMPLETED", 90);
  private static final Filed POISON_RUN =
      new Filed("s2", "poison", "r2", "ENDED", 1, "LAB_FAULT", null);

  private static final List<Told> GOOD_TOLD =
      List.of(
          told(1, "state", "{'state':'QUEUED','attempt':1}"),
          told(2, "state", "{'state':'RUNNING','attempt':1}"),
          told(3, "state", "{'state':'QUEUED','attempt':2,'because':'RUNNER_LOST'}"),
          told(4, "verdict", "{'score':90,'max':100}"),
          told(5, "ended", "{'verdict':{'score':90}}"));
  private static final List<Told> POISON_TOLD =
      List.of(told(1, "state", "{'state':'QUEUED','attempt':1}"), told(2, "ended", "{}"));

  private static final Ledger CLEAN =
      new Ledger(
          List.of(GOOD, POISON),
          List.of(GOOD_RUN, POISON_RUN),
          List.of(
              new Viewing("r1", "one", GOOD_TOLD),
              new Viewing("r1", "other", GOOD_TOLD),
              new Viewing("r2", "one", POISON_TOLD)),
          List.of(Fault.EVENTS_CUT),
          List.of(),
          List.of());

  private static Told told(long id, String name, String data) {
    return new Told(id, name, JsonMapper.shared().readTree(data.replace('\'', '"')));
  }

  private static void assertRefused(Ledger spoiled, String why) {
    assertThat(LedgerChecker.check(spoiled)).anySatisfy(it -> assertThat(it).contains(why));
  }

  private static Ledger filing(Filed... runs) {
    return new Ledger(
        CLEAN.accepted(), List.of(runs), CLEAN.viewings(), CLEAN.struck(), List.of(), List.of());
  }

  private static Ledger accepting(Accepted... accepted) {
    return new Ledger(
        List.of(accepted), CLEAN.filed(), CLEAN.viewings(), CLEAN.struck(), List.of(), List.of());
  }

  private static Filed scored(@Nullable Integer score, String outcome) {
    return new Filed("s1", "good", "r1", "ENDED", 2, outcome, score);
  }

  /// Both viewers of the good run were told this.
  private static Ledger telling(UnaryOperator<List<Told>> spoil) {
    List<Told> told = List.copyOf(spoil.apply(new ArrayList<>(GOOD_TOLD)));
    return viewing(new Viewing("r1", "one", told), new Viewing("r1", "other", told));
  }

  private static Ledger viewing(Viewing... ofTheGood) {
    var viewings = new ArrayList<>(List.of(ofTheGood));
    viewings.add(CLEAN.viewings().getLast());
    return new Ledger(
        CLEAN.accepted(), CLEAN.filed(), viewings, CLEAN.struck(), List.of(), List.of());
  }

  @Test
  void cleanBooksAreNotRefused() {
    assertThat(LedgerChecker.check(CLEAN)).isEmpty();
  }

  @Test
  void aLostSubmissionIsFound() {
    assertRefused(filing(POISON_RUN), "lost or doubled");
  }

  @Test
  void aLostMarkIsFound() {
    assertRefused(filing(scored(null, "COMPLETED"), POISON_RUN), "wrong mark");
    assertRefused(filing(scored(null, "LAB_FAULT"), POISON_RUN), "whose fault?");
  }

  @Test
  void aRunThatNeverEndsIsFound() {
    var stuck = new Filed("s1", "good", "r1", "GRADING", 2, "", null);
    assertRefused(filing(stuck, POISON_RUN), "not ended");
  }

  @Test
  void aDoubledRunIsFound() {
    var again = new Filed("s1", "good", "r3", "ENDED", 1, "COMPLETED", 90);
    assertRefused(filing(GOOD_RUN, again, POISON_RUN), "lost or doubled");
  }

  @Test
  void aSubmissionAcceptedTwiceIsFound() {
    assertRefused(accepting(GOOD, GOOD, POISON), "accepted twice");
    var again = new Accepted("good", "s3", "r3", 90);
    assertRefused(accepting(GOOD, again, POISON), "accepted 2 times");
  }

  @Test
  void aWrongMarkIsFound() {
    assertRefused(filing(scored(100, "COMPLETED"), POISON_RUN), "wrong mark");
  }

  @Test
  void aMarkForTheJobThatTheLabFailedIsFound() {
    var marked = new Filed("s2", "poison", "r2", "ENDED", 1, "LAB_FAULT", 0);
    assertRefused(filing(GOOD_RUN, marked), "wrong mark");
  }

  @Test
  void aVerdictForWhatNobodyWasPromisedIsFound() {
    var stranger = new Filed("s9", "stranger", "r9", "ENDED", 1, "COMPLETED", 100);
    assertRefused(filing(GOOD_RUN, POISON_RUN, stranger), "nobody was told");
  }

  @Test
  void swappedRunsAreFound() {
    assertRefused(accepting(new Accepted("good", "s1", "r2", 90), POISON), "another run");
    assertRefused(accepting(new Accepted("better", "s1", "r1", 90), POISON), "another label");
  }

  @Test
  void aGapIsFound() {
    assertRefused(telling(told -> without(told, 1)), "gap");
  }

  @Test
  void anEventToldTwiceIsFound() {
    assertRefused(telling(told -> twice(told, 1)), "gap or a double");
  }

  @Test
  void aSecondVerdictIsFound() {
    assertRefused(
        telling(
            told -> {
              told.set(1, told(2, "verdict", "{'score':100,'max':100}"));
              return told;
            }),
        "verdicts [100, 90]");
  }

  @Test
  void aStreamThatStopsOrGoesOnIsFound() {
    assertRefused(telling(told -> without(told, 4)), "ends other than");
    assertRefused(
        telling(
            told -> {
              told.add(told(6, "serial", "{'text':'late'}"));
              return told;
            }),
        "ends other than");
  }

  @Test
  void viewersWhoWereToldDifferentThingsAreFound() {
    List<Told> other = new ArrayList<>(GOOD_TOLD);
    other.set(1, told(2, "state", "{'state':'BOOTING','attempt':1}"));
    assertRefused(
        viewing(new Viewing("r1", "one", GOOD_TOLD), new Viewing("r1", "other", other)),
        "different things");
  }

  @Test
  void aRunThatNobodyCouldWatchIsFound() {
    assertRefused(viewing(), "nobody watched");
  }

  @Test
  void anAttemptThatIsMissingFromTheHistoryIsFound() {
    var third = new Filed("s1", "good", "r1", "ENDED", 3, "COMPLETED", 90);
    assertRefused(filing(third, POISON_RUN), "attempts [1, 2]");
  }

  @Test
  void anAttemptThatNoFaultExplainsIsFound() {
    var unharmed =
        new Ledger(
            CLEAN.accepted(), CLEAN.filed(), CLEAN.viewings(), List.of(), List.of(), List.of());
    assertRefused(unharmed, "faults explain 0");
    assertRefused(
        telling(
            told -> {
              told.set(2, told(3, "state", "{'state':'QUEUED','attempt':2}"));
              return told;
            }),
        "no reason");
  }

  @Test
  void whatIsLeftBehindAndWhatNobodyExpectedIsFound() {
    var left =
        new Ledger(
            CLEAN.accepted(),
            CLEAN.filed(),
            CLEAN.viewings(),
            CLEAN.struck(),
            List.of("POST: 500"),
            List.of("qemu-system-i386"));
    assertThat(LedgerChecker.check(left))
        .containsExactly("POST: 500", "left behind: qemu-system-i386");
  }

  private static List<Told> without(List<Told> told, int index) {
    told.remove(index);
    return told;
  }

  private static List<Told> twice(List<Told> told, int index) {
    told.add(index, told.get(index));
    return told;
  }
}
