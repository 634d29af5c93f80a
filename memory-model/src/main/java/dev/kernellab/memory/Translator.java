// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.memory.Translation.Failed;
import dev.kernellab.memory.Translation.Level;
import dev.kernellab.memory.Translation.Mapped;
import dev.kernellab.memory.Translation.Step;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;

/// Translates one address under 32-bit paging and tells every step (Intel SDM vol. 3, figures 4-2
/// and 4-3).
record Translator(int directoryFrame, PageWalker walker) {

  Translation translate(LinearAddress linear) {
    int index = linear.directoryIndex();
    if (walker.directory().length == 0) {
      return new Failed(linear, outsideRam("page directory", directoryFrame), List.of());
    }
    var entry = new PageDirectoryEntry(walker.directory()[index]);
    Step step = step(index, entry);
    if (!entry.isPresent()) {
      return new Failed(linear, "PDE " + index + " is not present", List.of(step));
    }
    return walker.mapsLargePage(entry)
        ? throughLargePage(linear, entry, step)
        : throughTable(linear, entry, step);
  }

  private Translation throughLargePage(LinearAddress linear, PageDirectoryEntry entry, Step step) {
    if (entry.hasReservedBitOfLargePage()) {
      return new Failed(
          linear, "PDE " + step.index() + " maps 4 MiB with reserved bit 21 set", List.of(step));
    }
    PhysicalAddress physical = entry.largePageAddress().plus(linear.value() & 0x3F_FFFF);
    return new Mapped(
        linear, physical, entry.isWritable(), entry.isUserAccessible(), List.of(step));
  }

  private Translation throughTable(
      LinearAddress linear, PageDirectoryEntry directoryEntry, Step first) {
    int[] table = walker.tables().get(directoryEntry.frame());
    if (table == null) {
      return new Failed(linear, outsideRam("page table", directoryEntry.frame()), List.of(first));
    }
    int index = linear.tableIndex();
    var entry = new PageTableEntry(table[index]);
    List<Step> steps = List.of(first, step(directoryEntry, index, entry));
    if (!entry.isPresent()) {
      String reason = "PTE " + index + " of PDE " + first.index() + " is not present";
      return new Failed(linear, reason, steps);
    }
    return new Mapped(
        linear,
        entry.pageAddress().plus(linear.pageOffset()),
        directoryEntry.isWritable() && entry.isWritable(),
        directoryEntry.isUserAccessible() && entry.isUserAccessible(),
        steps);
  }

  private Step step(int index, PageDirectoryEntry entry) {
    boolean large = walker.mapsLargePage(entry);
    PhysicalAddress refersTo = large ? entry.largePageAddress() : entry.tableAddress();
    return new Step(
        Level.PDE,
        index,
        PhysicalAddress.ofFrame(directoryFrame).plus(4L * index),
        new Hex32(entry.raw()),
        entry.isPresent(),
        entry.isWritable(),
        entry.isUserAccessible(),
        large,
        entry.isPresent() ? refersTo : null);
  }

  private static Step step(PageDirectoryEntry directoryEntry, int index, PageTableEntry entry) {
    return new Step(
        Level.PTE,
        index,
        directoryEntry.tableAddress().plus(4L * index),
        new Hex32(entry.raw()),
        entry.isPresent(),
        entry.isWritable(),
        entry.isUserAccessible(),
        false,
        entry.isPresent() ? entry.pageAddress() : null);
  }

  private static String outsideRam(String what, int frame) {
    return what + " at " + PhysicalAddress.ofFrame(frame) + " is outside RAM";
  }
}
