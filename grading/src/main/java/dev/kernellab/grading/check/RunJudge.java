// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import dev.kernellab.grading.assignment.OfRun;
import dev.kernellab.memory.Finding;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.protocol.Ready;
import java.util.List;
import java.util.Optional;

/// Judges what a moment shows besides frames and pages.
record RunJudge(Evidence evidence, Snapshot snapshot) {

  Judgement noFindings(OfRun.NoFindings expected) {
    if (snapshot.seen().moment().physicalMap().isEmpty()
        && expected.kinds().stream().anyMatch(FindingKinds.AGAINST_THE_MACHINE::contains)) {
      return Judgement.notRecorded(
          "The run was made before the lab recorded what lies where in physical memory.");
    }
    Optional<Finding> found =
        snapshot.findings().stream().filter(it -> expected.kinds().contains(it.id())).findFirst();
    return found
        .map(
            it ->
                Judgement.of(
                    false,
                    snapshot.words() + ": " + it.message() + " Expected no such finding.",
                    Judgement.in(snapshot, it.frames())))
        .or(() -> withoutAccount(expected))
        .orElseGet(
            () ->
                Judgement.of(
                    true,
                    snapshot.words()
                        + " the lab finds nothing of "
                        + String.join(", ", expected.kinds())
                        + ".",
                    Judgement.in(snapshot, List.of())));
  }

  /// Where there is no account nothing can be wrong with it. A kernel must gain nothing by that: by
  /// never printing the line that makes it ready, say, or by a null pointer.
  private Optional<Judgement> withoutAccount(OfRun.NoFindings expected) {
    if (FindingKinds.WITHOUT_THE_ACCOUNT.containsAll(expected.kinds())) {
      return Optional.empty();
    }
    Ready from = evidence.profile().allocator().readyAt();
    Optional<String> why =
        switch (snapshot.seen().kernel().allocator()) {
          case AllocatorReading.Nothing it -> Optional.empty();
          case AllocatorReading.Unreadable it -> Optional.of("it cannot be read, " + it.reason());
          case AllocatorReading.Read it when !snapshot.seen().moment().ready() && from != null ->
              Optional.of("it is not ready before " + from.words());
          case AllocatorReading.Read it -> Optional.empty();
        };
    return why.map(
        it ->
            Judgement.of(
                false,
                snapshot.words() + " the allocator's account says nothing: " + it + ".",
                Judgement.in(snapshot)));
  }

  Judgement within(OfRun.Within expected) {
    Long counted = snapshot.capture().instructions();
    if (counted == null) {
      return Judgement.notRecorded("The run's instructions were not counted.");
    }
    boolean met = counted <= expected.instructions();
    String seen =
        format(ROOT, "%s the kernel has taken %,d instructions.", snapshot.words(), counted);
    return Judgement.of(
        met,
        met ? seen : seen + format(ROOT, " Expected %,d at most.", expected.instructions()),
        Judgement.in(snapshot));
  }

  Judgement expression(OfRun.Expression expected) {
    try {
      Formula formula = Formula.of(expected.expression());
      int right = formula.perMille(new FormulaModel(evidence, snapshot));
      String seen = snapshot.words() + " " + expected.expression() + " ";
      return new Judgement(
          right,
          Formula.WHOLE,
          switch (right) {
            case Formula.WHOLE -> seen + (formula.isTruth() ? "is true." : "is met.");
            case 0 ->
                seen
                    + (formula.isTruth() ? "is false" : "is not met at all")
                    + ". Expected: "
                    + expected.right();
            default -> seen + "is met by " + right / 10 + " %. Expected: " + expected.right();
          },
          Judgement.in(snapshot));
    } catch (FormulaException e) {
      return Judgement.notRecorded(
          "The check's expression cannot be evaluated, which is not your kernel's doing: "
              + e.getMessage());
    }
  }
}
