// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.grading.assignment.OfChange;
import dev.kernellab.grading.assignment.OfPages;
import dev.kernellab.grading.assignment.When;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.PageDirectoryEntry;
import dev.kernellab.memory.PageFilter;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Judges one moment by an earlier one.
record ChangeJudge(Map<When, Past> past, Snapshot snapshot) {
  private static final int ACCESSED_AND_DIRTY = 0x60;
  private static final int MOST_ENTRIES = 16;

  Judgement returnsTo(OfChange.ReturnsTo expected) {
    return since(expected.since(), change -> returnsTo(expected, change));
  }

  Judgement newlyMapped(OfChange.NewlyMapped expected) {
    return since(expected.since(), change -> newlyMapped(expected, change.taken()));
  }

  private Judgement since(When moment, Function<FrameChange, Judgement> judge) {
    Past then = past.get(moment);
    if (then == null) {
      return neverSeen(moment);
    }
    Optional<FrameBitmap> now = snapshot.bitmap();
    return then.bitmap().isEmpty() || now.isEmpty()
        ? Judgement.of(false, snapshot.words() + " the allocator's account cannot be read.", in())
        : judge.apply(FrameChange.between(then.bitmap().get(), now.get()));
  }

  private Judgement returnsTo(OfChange.ReturnsTo expected, FrameChange change) {
    String seen =
        snapshot.words() + ", compared with " + expected.since() + ", " + change.words() + ".";
    return change.isNone()
        ? Judgement.of(true, seen, in())
        : Judgement.of(
            false,
            seen + " Expected the same frames to be free as then.",
            Judgement.in(snapshot, change.frames()));
  }

  /// Whether an entry was used, or written, since is nobody's business.
  Judgement entriesAsAt(OfChange.EntriesAsAt expected) {
    Past then = past.get(expected.since());
    if (then == null) {
      return neverSeen(expected.since());
    }
    List<PageDirectoryEntry> now = snapshot.space().directoryEntries();
    if (then.entries().isEmpty() || now.isEmpty()) {
      return Judgement.of(
          false, snapshot.words() + " there is no page directory of 32-bit paging to read.", in());
    }
    var differ = new ArrayList<Exhibit.Entry>();
    int asked = 0;
    for (int i = 0; i < now.size(); i++) {
      if (expected.concerns(i)) {
        asked++;
        if (((now.get(i).raw() ^ then.entries().get(i).raw()) & ~ACCESSED_AND_DIRTY) != 0) {
          differ.add(new Exhibit.Entry(i, new Hex32(now.get(i).raw())));
        }
      }
    }
    String entries =
        snapshot.words()
            + " of "
            + asked
            + " directory entries from "
            + expected.first()
            + " to "
            + expected.last();
    return differ.isEmpty()
        ? Judgement.of(true, entries + " all are as at " + expected.since() + ".", in())
        : Judgement.of(false, describe(entries, differ, then, expected), exhibit(differ));
  }

  Judgement otherDirectory(OfChange.OtherDirectory expected) {
    Optional<PhysicalAddress> now = snapshot.space().directory();
    if (now.isEmpty()) {
      return Judgement.of(false, snapshot.words() + " paging is off.", in());
    }
    List<When> moments = expected.since();
    for (int i = 0; i < moments.size(); i++) {
      Past then = past.get(moments.get(i));
      if (then == null) {
        return neverSeen(moments.get(i));
      }
      if (then.directory().equals(now)
          && !isGivenUp(then, moments.subList(i + 1, moments.size()))) {
        return Judgement.of(
            false,
            "%s CR3 refers to the page directory at %s, as at %s. Expected another."
                .formatted(snapshot.words(), now.get().toJson(), moments.get(i)),
            in());
      }
    }
    return Judgement.of(
        true,
        "%s CR3 refers to a page directory of its own, at %s."
            .formatted(snapshot.words(), now.get().toJson()),
        in());
  }

  private boolean isGivenUp(Past then, List<When> after) {
    return after.stream()
        .map(past::get)
        .anyMatch(later -> later != null && then.isGivenUpBy(later));
  }

  private Judgement newlyMapped(OfChange.NewlyMapped expected, BitSet taken) {
    for (OfPages.LinearRange range : expected.ranges()) {
      BitSet mapped = mapped(range);
      mapped.and(taken);
      int found = mapped.cardinality();
      if (found < expected.least()) {
        return Judgement.of(
            false, tooFew(range, found, expected), Judgement.in(snapshot, range.start()));
      }
    }
    return Judgement.of(
        true,
        "%s, of the %d frames taken since %s, enough are mapped where they have to be."
            .formatted(snapshot.words(), taken.cardinality(), expected.since()),
        in());
  }

  private String tooFew(OfPages.LinearRange range, int found, OfChange.NewlyMapped expected) {
    return "%s %s of the frames taken since %s %s mapped from %s to %s. Expected %d at least."
        .formatted(
            snapshot.words(),
            found == 0 ? "none" : found,
            expected.since(),
            found > 1 ? "are" : "is",
            range.start().toJson(),
            range.end().toJson(),
            expected.least());
  }

  private BitSet mapped(OfPages.LinearRange range) {
    return snapshot
        .space()
        .mappedFrames(
            new PageFilter(
                (linear, length, physical, user) -> range.overlaps(linear, length),
                range.start().value(),
                range.end().value() + 1));
  }

  private static String describe(
      String entries, List<Exhibit.Entry> differ, Past then, OfChange.EntriesAsAt expected) {
    Exhibit.Entry first = differ.getFirst();
    return "%s %d differ; entry %d is %s. Expected %s, as at %s."
        .formatted(
            entries,
            differ.size(),
            first.index(),
            first.value(),
            new Hex32(then.entries().get(first.index()).raw()),
            expected.since());
  }

  private Exhibit exhibit(List<Exhibit.Entry> differ) {
    List<Exhibit.Entry> shown = differ.subList(0, Math.min(MOST_ENTRIES, differ.size()));
    return new Exhibit(snapshot.n(), null, null, List.copyOf(shown));
  }

  private Judgement neverSeen(When since) {
    return Judgement.of(
        false,
        snapshot.words()
            + " is to be compared with "
            + since
            + ", which the kernel did not reach"
            + " before.",
        in());
  }

  private Exhibit in() {
    return Judgement.in(snapshot);
  }
}
