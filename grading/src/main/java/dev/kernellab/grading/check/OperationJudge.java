// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.grading.assignment.Operation;
import dev.kernellab.grading.assignment.When;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.Translation;
import dev.kernellab.protocol.LinearAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Judges what one operation of the kernel's script has changed, by the frames that were free
/// before and are free after it. Snapshot n at the script's checkpoint is the one after operation
/// n.
record OperationJudge(Evidence evidence, Map<When, Past> past, Snapshot snapshot) {
  private static final long KERNEL_SPACE = 0xC000_0000L;

  Judgement judge() {
    When now = Objects.requireNonNull(snapshot.when());
    List<String> script = evidence.operations();
    if (now.hit() > script.size()) {
      return Judgement.notRecorded(
          "The run was made without the operation that this check looks at.");
    }
    Optional<Operation> operation = Operation.parse(script.get(now.hit() - 1));
    Optional<FrameChange> change = change(now.before(), now);
    if (operation.isEmpty() || change.isEmpty()) {
      return wrong("the allocator's account cannot be read", "an account as the profile says");
    }
    return switch (operation.get()) {
      case Operation.Alloc it -> alloc(it, change.get());
      case Operation.Free it -> free(it, change.get());
      case Operation.MapPage it -> map(it, change.get());
      case Operation.UnmapPage it -> unmap(it, change.get());
      case Operation.WorkAtRandom it -> nothing(change.get());
      case Operation.Spawn it -> spawn(change.get());
    };
  }

  private Judgement alloc(Operation.Alloc alloc, FrameChange change) {
    boolean met = change.tookInARow(alloc.frames()) && change.given().isEmpty();
    return judgement(
        met, change, alloc.frames() + " frames in a row to be taken and nothing else to change");
  }

  private Judgement free(Operation.Free free, FrameChange change) {
    int made = Operation.ofAllocation(evidence.operations(), free.allocation());
    BitSet taken = changeOf(made).map(FrameChange::taken).orElseGet(BitSet::new);
    boolean met = change.given().equals(taken) && change.taken().isEmpty() && !taken.isEmpty();
    return judgement(
        met, change, "exactly the frames to be given back that operation " + made + " took");
  }

  private Judgement map(Operation.MapPage map, FrameChange change) {
    boolean user = map.page() < KERNEL_SPACE;
    String mapped =
        switch (snapshot.space().translate(new LinearAddress(map.page()))) {
          case Translation.Failed it -> "the page is not mapped: " + it.reason();
          case Translation.Mapped it when !change.taken().get((int) it.physical().frame()) ->
              "the page is mapped to frame " + it.physical().frame() + ", which was not just taken";
          case Translation.Mapped it when !it.writable() || it.user() != user ->
              "the page is mapped with other rights";
          case Translation.Mapped it -> "";
        };
    boolean frames = change.taken().cardinality() <= 2 && change.given().isEmpty();
    String right =
        "the page at %s to be mapped, writable and for %s, to a frame that was free, and no more"
                .formatted(new LinearAddress(map.page()).toJson(), user ? "the user" : "the kernel")
            + " than that frame and one for a page table to be taken";
    return mapped.isEmpty() ? judgement(frames, change, right) : wrong(mapped, right);
  }

  private Judgement unmap(Operation.UnmapPage unmap, FrameChange change) {
    var page = new LinearAddress(unmap.page());
    int made =
        Operation.ofMapping(
            evidence.operations(), unmap.page(), Objects.requireNonNull(snapshot.when()).hit());
    String right =
        "nothing to be mapped at %s, and what operation %d took to be free again"
            .formatted(page.toJson(), made);
    if (snapshot.space().translate(page) instanceof Translation.Mapped it) {
      return wrong("the page is mapped still, to " + it.physical().toJson(), right);
    }
    BitSet taken = changeOf(made).map(FrameChange::taken).orElseGet(BitSet::new);
    boolean met = change.given().equals(taken) && change.taken().isEmpty() && !taken.isEmpty();
    return judgement(met, change, right);
  }

  private Judgement nothing(FrameChange change) {
    return judgement(change.isNone(), change, "the same frames to be free as before");
  }

  private Judgement spawn(FrameChange change) {
    boolean met = change.taken().cardinality() >= 2 && change.given().isEmpty();
    return judgement(met, change, "frames to be taken for a process, and none to be given back");
  }

  private Judgement judgement(boolean met, FrameChange change, String right) {
    String seen = words() + change.words() + ".";
    return Judgement.of(
        met,
        met ? seen : seen + " Expected " + right + ".",
        Judgement.in(snapshot, change.frames()));
  }

  private Judgement wrong(String seen, String right) {
    return Judgement.of(
        false, words() + seen + ". Expected " + right + ".", Judgement.in(snapshot));
  }

  private String words() {
    When now = Objects.requireNonNull(snapshot.when());
    return snapshot.words() + ", after " + evidence.operations().get(now.hit() - 1) + ", ";
  }

  private Optional<FrameChange> changeOf(int operation) {
    String checkpoint = Objects.requireNonNull(snapshot.when()).checkpoint();
    var after = new When(checkpoint, operation);
    return operation < 2 ? Optional.empty() : change(after.before(), after);
  }

  private Optional<FrameChange> change(When before, When after) {
    return bitmap(before).flatMap(from -> bitmap(after).map(to -> FrameChange.between(from, to)));
  }

  private Optional<FrameBitmap> bitmap(When when) {
    if (when.equals(snapshot.when())) {
      return snapshot.bitmap();
    }
    return Optional.ofNullable(past.get(when)).flatMap(Past::bitmap);
  }
}
