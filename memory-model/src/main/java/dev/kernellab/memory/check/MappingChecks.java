// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.Finding;
import dev.kernellab.memory.MappedRange;
import dev.kernellab.memory.PageDirectoryEntry;
import dev.kernellab.memory.PageFilter;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import java.util.BitSet;
import java.util.List;

/// What the page tables alone give away, given what the profile says of the layout.
record MappingChecks(Profile profile, KernelMemory kernel) {
  private static final int MOST_RANGES = 65_536;

  void addTo(List<Finding> findings) {
    AddressSpace space = kernel.space();
    if (!space.isReadable()) {
      return;
    }
    Sets.report(
        findings,
        "mapped-writable-twice",
        "Frames are mapped writable at more than one linear address: %s. Whoever writes through"
            + " one changes what is seen through the other.",
        Sets.without(writableTwice(space), KernelFrames.tables(kernel)));
    Sets.report(
        findings,
        "kernel-frame-user-accessible",
        "Frames that hold the kernel, its tables or its account of frames are mapped accessible to"
            + " the user: %s.",
        Sets.both(space.mappedFrames(PageFilter.USER), KernelFrames.all(profile, kernel)));
    writableText(findings);
    selfReference(space, "CR3", findings);
    kernel.others().forEach((name, other) -> selfReference(other, name, findings));
  }

  private BitSet writableTwice(AddressSpace space) {
    var once = new BitSet();
    var twice = new BitSet();
    for (MappedRange range : space.ranges(Aliases.without(profile, space), MOST_RANGES).items()) {
      int first = (int) Math.min(1 << 20, range.physical().frame());
      int end = (int) Math.min(1 << 20, first + range.length() / PhysicalAddress.FRAME_SIZE);
      if (range.writable() && first < end) {
        for (int frame = once.nextSetBit(first);
            frame >= 0 && frame < end;
            frame = once.nextSetBit(frame + 1)) {
          twice.set(frame);
        }
        once.set(first, end);
      }
    }
    return twice;
  }

  private void writableText(List<Finding> findings) {
    if (kernel.text().isEmpty()) {
      return;
    }
    LinearAddress start = kernel.text().get().getFirst();
    LinearAddress end = kernel.text().get().getLast();
    var writable = new BitSet();
    for (MappedRange range : kernel.space().ranges(MOST_RANGES).items()) {
      long first = Math.max(range.virtual().value(), start.value());
      long last = Math.min(range.end(), end.value());
      if (range.writable() && first < last) {
        long offset = first - range.virtual().value();
        Sets.addAddresses(
            writable,
            range.physical().plus(offset),
            range.physical().plus(last - 1 - range.virtual().value()));
      }
    }
    Sets.report(
        findings,
        "writable-text",
        "The kernel's code, from "
            + start.toJson()
            + " on, is mapped writable: %s. A stray pointer can change it.",
        writable);
  }

  /// An entry that is not there is not broken: the kernel may not have come so far.
  private void selfReference(AddressSpace space, String name, List<Finding> findings) {
    for (Profile.LinearRegion region : profile.regions()) {
      if (region.kind() != Profile.Kind.SELF_REFERENCE || !space.hasDirectoryEntries()) {
        continue;
      }
      int index = region.start().directoryIndex();
      PageDirectoryEntry entry = space.directoryEntry(index);
      PhysicalAddress own = space.directory().orElseThrow();
      boolean refers = !space.mapsLargePage(entry) && entry.tableAddress().equals(own);
      if (entry.isPresent() && !refers) {
        findings.add(
            new Finding(
                "self-reference-broken",
                "PDE %d of the directory in %s is %s; to refer to the directory itself it has to"
                        .formatted(index, name, new Hex32(entry.raw()))
                    + " hold "
                    + own.toJson()
                    + ".",
                own.frame() < 1 << 20 ? List.of(new FrameRange((int) own.frame(), 1)) : List.of()));
      }
    }
  }
}
