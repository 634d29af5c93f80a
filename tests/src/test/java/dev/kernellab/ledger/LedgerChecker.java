// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import dev.kernellab.ledger.Ledger.Accepted;
import dev.kernellab.ledger.Ledger.Filed;
import dev.kernellab.ledger.Ledger.Told;
import dev.kernellab.ledger.Ledger.Viewing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// What must hold of the books, whatever happened meanwhile.
final class LedgerChecker {
  private final Ledger ledger;
  private final List<String> wrongs = new ArrayList<>();

  private LedgerChecker(Ledger ledger) {
    this.ledger = ledger;
  }

  /// @return what is wrong, in words; empty when nothing is
  static List<String> check(Ledger ledger) {
    var checker = new LedgerChecker(ledger);
    checker.checkFiles();
    checker.checkViewings();
    checker.checkPrice();
    checker.wrongs.addAll(ledger.surprises());
    ledger.residue().forEach(it -> checker.wrongs.add("left behind: " + it));
    return List.copyOf(checker.wrongs);
  }

  private void require(boolean holds, String otherwise, Object... what) {
    if (!holds) {
      wrongs.add(otherwise.formatted(what));
    }
  }

  private void checkFiles() {
    var filed = new HashMap<String, List<Filed>>();
    ledger
        .filed()
        .forEach(it -> filed.computeIfAbsent(it.submission(), key -> new ArrayList<>()).add(it));
    var promised = new HashMap<String, Accepted>();
    for (Accepted accepted : ledger.accepted()) {
      require(
          promised.put(accepted.submission(), accepted) == null, "%s: accepted twice", accepted);
      List<Filed> runs = filed.getOrDefault(accepted.submission(), List.of());
      require(runs.size() == 1, "%s: lost or doubled, its runs are %s", accepted, runs);
      runs.forEach(run -> checkRun(accepted, run));
    }
    Map<String, Long> labels =
        ledger.accepted().stream()
            .collect(Collectors.groupingBy(Accepted::label, Collectors.counting()));
    labels.forEach((label, times) -> require(times == 1, "%s: accepted %d times", label, times));
    ledger.filed().stream()
        .filter(run -> !promised.containsKey(run.submission()))
        .forEach(run -> wrongs.add(run + ": nobody was told that it was accepted"));
  }

  private void checkRun(Accepted accepted, Filed run) {
    require(run.run().equals(accepted.run()), "%s: filed as another run, %s", accepted, run);
    require(
        run.label().equals(accepted.label()), "%s: filed under another label, %s", accepted, run);
    require(run.state().equals("ENDED"), "%s: not ended", run);
    require(Objects.equals(run.score(), accepted.mark()), "%s: wrong mark, %s", accepted, run);
    boolean given = run.outcome().equals("LAB_FAULT");
    require(given == (accepted.mark() == null), "%s: whose fault? %s", accepted, run);
    require(run.attempt() <= Ledger.ATTEMPTS, "%s: tried too often", run);
  }

  private void checkViewings() {
    Map<String, Filed> runs =
        ledger.filed().stream()
            .collect(Collectors.toMap(Filed::run, Function.identity(), (a, b) -> a));
    Map<String, List<Viewing>> viewings =
        ledger.viewings().stream().collect(Collectors.groupingBy(Viewing::run));
    for (Accepted accepted : ledger.accepted()) {
      List<Viewing> of = viewings.getOrDefault(accepted.run(), List.of());
      require(!of.isEmpty(), "%s: nobody watched it", accepted);
      of.forEach(viewing -> checkSequence(viewing, runs.get(accepted.run())));
      require(
          of.stream().map(Viewing::told).distinct().count() <= 1,
          "%s: its viewers were told different things",
          accepted);
    }
  }

  private void checkSequence(Viewing viewing, @Nullable Filed run) {
    List<Told> told = viewing.told();
    String who = viewing.run() + " to " + viewing.viewer();
    List<Long> ids = told.stream().map(Told::id).toList();
    require(
        ids.equals(LongStream.rangeClosed(1, told.size()).boxed().toList()),
        "%s: numbered with a gap or a double, %s",
        who,
        ids);
    require(
        !told.isEmpty()
            && told.stream()
                .filter(it -> it.name().equals("ended"))
                .toList()
                .equals(List.of(told.getLast())),
        "%s: ends other than by one event `ended`",
        who);
    List<Integer> marks =
        told.stream()
            .filter(it -> it.name().equals("verdict"))
            .map(it -> it.data().path("score").asInt(-1))
            .toList();
    if (run != null) {
      require(
          marks.equals(run.score() == null ? List.of() : List.of(run.score())),
          "%s: verdicts %s, filed %s",
          who,
          marks,
          run);
      require(
          attempts(told).equals(LongStream.rangeClosed(1, run.attempt()).boxed().toList()),
          "%s: attempts %s, filed %s",
          who,
          attempts(told),
          run);
    }
  }

  private static List<Long> attempts(List<Told> told) {
    return told.stream()
        .filter(LedgerChecker::begins)
        .map(it -> it.data().path("attempt").asLong())
        .toList();
  }

  private static boolean begins(Told event) {
    return event.name().equals("state") && event.data().path("state").asString("").equals("QUEUED");
  }

  /// Nothing starts over but by a fault that struck, and no fault costs more than it can hit.
  private void checkPrice() {
    var paid = new TreeMap<String, Integer>();
    Map<String, Viewing> one =
        ledger.viewings().stream()
            .collect(Collectors.toMap(Viewing::run, Function.identity(), (a, b) -> a));
    for (Viewing viewing : one.values()) {
      viewing.told().stream()
          .filter(LedgerChecker::begins)
          .skip(1)
          .forEach(
              it -> paid.merge(it.data().path("because").asString("no reason"), 1, Integer::sum));
    }
    Map<String, Integer> price = ledger.price();
    paid.forEach(
        (code, times) ->
            require(
                times <= price.getOrDefault(code, 0),
                "%d attempts given up for %s, faults explain %d",
                times,
                code,
                price.getOrDefault(code, 0)));
  }
}
