// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.grading.assignment.OfPages;
import dev.kernellab.grading.assignment.OfPages.LinearRange;
import dev.kernellab.memory.MappedRange;
import dev.kernellab.memory.PageDirectoryEntry;
import dev.kernellab.memory.PageFilter;
import dev.kernellab.memory.Translation;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// Judges what the page tables map.
///
/// @param later the snapshot comes after the checkpoint that the check names
record PageJudge(Snapshot snapshot, boolean later) {
  private static final int PAGE = PhysicalAddress.FRAME_SIZE;
  private static final int FEW_RANGES = 64;

  Judgement selfReference(OfPages.SelfReference expected) {
    Optional<Judgement> unreadable = unreadable();
    if (unreadable.isPresent()) {
      return unreadable.get();
    }
    PageDirectoryEntry entry = snapshot.space().directoryEntry(expected.entry());
    PhysicalAddress own = snapshot.space().directory().orElseThrow();
    boolean met =
        entry.isPresent()
            && !snapshot.space().mapsLargePage(entry)
            && entry.tableAddress().equals(own);
    String seen =
        "%s PDE %d is %s: %s."
            .formatted(
                snapshot.words(), expected.entry(), new Hex32(entry.raw()), describe(entry, met));
    return Judgement.of(
        met,
        met ? seen : seen + " Expected the directory's own frame, " + own.toJson() + ".",
        new Exhibit(
            snapshot.n(),
            null,
            new LinearAddress((long) expected.entry() << 22),
            List.of(new Exhibit.Entry(expected.entry(), new Hex32(entry.raw())))));
  }

  private String describe(PageDirectoryEntry entry, boolean met) {
    if (met) {
      return "it refers to the directory itself";
    }
    if (!entry.isPresent()) {
      return "not present";
    }
    return snapshot.space().mapsLargePage(entry)
        ? "it maps 4 MiB at " + entry.largePageAddress().toJson()
        : "it refers to " + entry.tableAddress().toJson();
  }

  Judgement mapped(OfPages.Mapped expected) {
    return unreadable()
        .or(
            () ->
                expected.mappings().stream()
                    .filter(it -> !isAllRight(it))
                    .flatMap(it -> fault(it).stream())
                    .findFirst())
        .orElseGet(
            () ->
                Judgement.of(
                    true,
                    snapshot.words() + " every page is mapped where it should be.",
                    Judgement.in(snapshot)));
  }

  /// Whether every page is mapped as it should be, at the price of a few ranges instead of all the
  /// pages. When it cannot tell, no.
  private boolean isAllRight(OfPages.Mapping mapping) {
    LinearRange wanted = new LinearRange(mapping.start(), mapping.end());
    long next = wanted.start().value();
    for (MappedRange it : snapshot.space().ranges(overlapping(wanted), FEW_RANGES).items()) {
      boolean right =
          it.virtual().value() <= next
              && it.physical().value() - it.virtual().value()
                  == mapping.physical().value() - wanted.start().value()
              && (mapping.writable() == null || mapping.writable() == it.writable())
              && (mapping.user() == null || mapping.user() == it.user());
      if (!right) {
        return false;
      }
      next = it.end();
    }
    return next > wanted.end().value();
  }

  private static PageFilter overlapping(LinearRange range) {
    return within(
        List.of(range), (linear, length, physical, user) -> range.overlaps(linear, length));
  }

  /// The first page that is not mapped as it should be.
  private Optional<Judgement> fault(OfPages.Mapping mapping) {
    long length = mapping.end().value() - mapping.start().value() + 1;
    for (long offset = 0; offset < length; offset += PAGE) {
      var linear = new LinearAddress(mapping.start().value() + offset);
      PhysicalAddress wanted = mapping.physical().plus(offset);
      String wrong =
          switch (snapshot.space().translate(linear)) {
            case Translation.Failed it -> "is not mapped: " + it.reason();
            case Translation.Mapped it when !it.physical().equals(wanted) ->
                "is mapped to " + it.physical().toJson();
            case Translation.Mapped it -> wrongRights(it, mapping);
          };
      if (!wrong.isEmpty()) {
        return Optional.of(
            Judgement.of(
                false,
                "%s %s %s. Expected %s to %s to be mapped to %s and on%s."
                    .formatted(
                        snapshot.words(),
                        linear.toJson(),
                        wrong,
                        mapping.start().toJson(),
                        mapping.end().toJson(),
                        mapping.physical().toJson(),
                        rights(mapping)),
                Judgement.in(snapshot, linear)));
      }
    }
    return Optional.empty();
  }

  private static String wrongRights(Translation.Mapped page, OfPages.Mapping mapping) {
    if (mapping.writable() != null && mapping.writable() != page.writable()) {
      return page.writable() ? "is writable" : "is read-only";
    }
    if (mapping.user() != null && mapping.user() != page.user()) {
      return page.user() ? "is accessible to the user" : "is for the supervisor";
    }
    return "";
  }

  private static String rights(OfPages.Mapping mapping) {
    String writable =
        mapping.writable() == null ? "" : mapping.writable() ? ", writable" : ", read-only";
    String user =
        mapping.user() == null ? "" : mapping.user() ? ", for the user" : ", for the supervisor";
    return writable + user;
  }

  Judgement someMapped(OfPages.SomeMapped expected) {
    Optional<Judgement> unreadable = unreadable();
    if (unreadable.isPresent()) {
      return unreadable.get();
    }
    List<MappedRange> found = snapshot.space().ranges(overlapping(expected.range()), 1).items();
    String range = describe(List.of(expected.range()));
    return found.isEmpty()
        ? Judgement.of(
            false,
            snapshot.words() + " nothing is mapped in " + range + ". Expected a page at least.",
            Judgement.in(snapshot, expected.range().start()))
        : Judgement.of(
            true,
            snapshot.words() + " " + describe(found.getFirst()) + ".",
            Judgement.in(snapshot, found.getFirst().virtual()));
  }

  Judgement unmapped(OfPages.Unmapped expected) {
    return noneMapped(
        within(
            expected.ranges(),
            (linear, length, physical, user) ->
                expected.ranges().stream().anyMatch(range -> range.overlaps(linear, length))),
        "nothing is mapped in " + describe(expected.ranges()));
  }

  Judgement identityGone(OfPages.IdentityGone expected) {
    return noneMapped(
        within(
            List.of(expected.range()),
            (linear, length, physical, user) ->
                expected.range().overlaps(linear, length)
                    && !(later && user && linear != physical)),
        "the identity mapping of " + describe(List.of(expected.range())) + " is gone");
  }

  Judgement supervisorOnly(OfPages.SupervisorOnly expected) {
    return noneMapped(
        within(
            List.of(expected.range()),
            (linear, length, physical, user) -> user && expected.range().overlaps(linear, length)),
        "no page in " + describe(List.of(expected.range())) + " is accessible to the user");
  }

  private static PageFilter within(List<LinearRange> ranges, PageFilter.Test test) {
    return new PageFilter(
        test,
        ranges.stream()
            .flatMapToLong(it -> LongStream.of(it.start().value(), it.end().value() + 1))
            .toArray());
  }

  /// @param right what is true when no page offends, as part of a sentence
  private Judgement noneMapped(PageFilter offending, String right) {
    Optional<Judgement> unreadable = unreadable();
    if (unreadable.isPresent()) {
      return unreadable.get();
    }
    List<MappedRange> found = snapshot.space().ranges(offending, 1).items();
    if (found.isEmpty()) {
      return Judgement.of(true, snapshot.words() + " " + right + ".", Judgement.in(snapshot));
    }
    return Judgement.of(
        false,
        "%s %s. Expected that %s.".formatted(snapshot.words(), describe(found.getFirst()), right),
        Judgement.in(snapshot, found.getFirst().virtual()));
  }

  /// Without a directory that can be read there is nothing to judge, and nothing is right.
  private Optional<Judgement> unreadable() {
    if (snapshot.space().hasDirectoryEntries()) {
      return Optional.empty();
    }
    String why =
        switch (snapshot.space().mode()) {
          case OFF -> "paging is off: CR0.PG is 0. Expected 32-bit paging to be on.";
          case PAE, LEVELS_4, LEVELS_5 -> "CR4.PAE is set. Expected 32-bit paging without it.";
          case BITS_32 -> "CR3 refers to a page directory outside RAM.";
        };
    return Optional.of(Judgement.of(false, snapshot.words() + " " + why, Judgement.in(snapshot)));
  }

  private static String describe(MappedRange range) {
    return "%s to %s is mapped to %s, %s"
        .formatted(
            range.virtual().toJson(),
            new LinearAddress(range.end() - 1).toJson(),
            range.physical().toJson(),
            range.user() ? "accessible to the user" : "for the supervisor");
  }

  private static String describe(List<LinearRange> ranges) {
    return String.join(
        " and ",
        ranges.stream().map(it -> it.start().toJson() + " to " + it.end().toJson()).toList());
  }
}
