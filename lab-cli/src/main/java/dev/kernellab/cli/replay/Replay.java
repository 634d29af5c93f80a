// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.replay;

import dev.kernellab.cli.local.LocalCapsule;
import dev.kernellab.cli.local.LocalRun;
import dev.kernellab.grading.compare.Difference;
import dev.kernellab.grading.compare.RunComparison;
import dev.kernellab.grading.verdict.Grader;
import dev.kernellab.grading.verdict.Regrade;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.KernelKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Holds what comes out now against what came out then.
final class Replay {
  private final OpenedCapsule then;
  private final List<String> said = new ArrayList<>();
  private boolean same = true;

  Replay(OpenedCapsule then) {
    this.then = then;
  }

  List<String> sentences() {
    return List.copyOf(said);
  }

  boolean isSame() {
    return same;
  }

  /// The recorded evidence, graded again.
  void regrade() throws IOException {
    if (!LocalCapsule.sha256(then.kernel()).equals(then.capsule().kernel())) {
      agree(false, "The kernel is not the one that ran: its SHA-256 is another.");
    }
    Booted booted = then.capsule().booted();
    if (then.image() != null
        && (booted == null || !LocalCapsule.sha256(then.image()).equals(booted.image()))) {
      agree(false, "The image is not the one that was booted: its SHA-256 is another.");
    }
    String sealed = then.capsule().evidence();
    String hash = then.run().hash().orElse(null);
    if (sealed == null && hash == null) {
      said.add("The evidence has no hash: the kernel was not seen to its end.");
    } else if (Objects.equals(sealed, hash)) {
      said.add("The evidence is what was sealed: " + sealed);
    } else {
      agree(false, "The evidence has been changed: its hash is " + hash + ", sealed was " + sealed);
    }
    verdict(Grader.grade(then.assignment(), then.run().evidence()), "Graded again, it gives");
  }

  /// @param now the same kernel on the same machine, run again
  void compare(LocalRun now) {
    String withoutImage = then.capsule().withoutImage();
    if (withoutImage != null) {
      said.add(withoutImage + " It was built again.");
    }
    Booted before = then.capsule().booted();
    if (before != null) {
      boolean built = now.request().kernel() == KernelKind.SOURCES;
      now.started().ifPresent(it -> said.addAll(otherwise(before, it.booted(), built)));
    }
    Optional<String> sealed = then.run().hash();
    if (!now.hash().equals(sealed)) {
      List<Difference> differences =
          RunComparison.of(then.run().compared(), now.compared(), 1).items();
      agree(
          false,
          "Booted again, the kernel shows something else"
              + (differences.isEmpty()
                  ? " in registers or counts of instructions alone; another version of QEMU can do"
                      + " that."
                  : ". The first difference, the recorded run first: "
                      + differences.getFirst().message()));
    } else {
      agree(true, "Booted again, the kernel shows the same.");
    }
    // Snapshots are numbered together with those that were taken now and then.
    verdict(Grader.grade(then.assignment(), now.evidence()), "That gives");
  }

  /// What was done otherwise this time; it need not show.
  private static List<String> otherwise(Booted then, Booted now, boolean built) {
    var said = new ArrayList<String>();
    if (!then.qemu().equals(now.qemu())) {
      said.add("It ran in QEMU " + then.qemu() + ", here in " + now.qemu() + ".");
    }
    List<String> removed = new ArrayList<>(then.arguments());
    now.arguments().forEach(removed::remove);
    List<String> added = new ArrayList<>(now.arguments());
    then.arguments().forEach(added::remove);
    if (!removed.isEmpty() || !added.isEmpty()) {
      said.add(
          "QEMU's arguments are others: then %s, here %s."
              .formatted(
                  removed.isEmpty() ? "nothing more" : String.join(" ", removed),
                  added.isEmpty() ? "nothing more" : String.join(" ", added)));
    }
    if (built && !then.image().equals(now.image())) {
      said.add("The image that was built here is another: its SHA-256 is " + now.image() + ".");
    }
    return said;
  }

  private void verdict(Verdict now, String what) {
    if (moves(now).isEmpty()) {
      String words = now.equals(then.verdict()) ? "" : " Some of its sentences differ.";
      agree(true, what + " the same verdict: " + now.score() + " of " + now.max() + "." + words);
      return;
    }
    agree(
        false,
        "%s another verdict: %d of %d where it was %d of %d."
            .formatted(what, now.score(), now.max(), then.verdict().score(), then.verdict().max()));
    for (Regrade.Move it : moves(now)) {
      said.add("  %s: %s → %s. %s".formatted(it.title(), it.before(), it.after(), it.reason()));
    }
  }

  private List<Regrade.Move> moves(Verdict now) {
    return Regrade.of(then.capsule().request().run(), then.verdict(), now).moves();
  }

  private void agree(boolean agrees, String sentence) {
    same &= agrees;
    said.add(sentence);
  }
}
