// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.Finding;
import dev.kernellab.memory.allocator.AllocationMap;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.PhysicalSpan.Sort;
import dev.kernellab.protocol.Profile;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// What the allocator's account gives away, held against page tables, layout and machine.
record AllocationChecks(
    Profile profile, KernelMemory kernel, AllocationMap allocation, Moment moment) {

  void addTo(List<Finding> findings) {
    BitSet free = allocation.free().toBitSet();
    BitSet tables = KernelFrames.tables(kernel);
    BitSet mapped = mappedOutsideAliases();
    Sets.report(
        findings,
        "paging-structure-free",
        "The page directory or page tables lie in frames that the allocator counts as free: %s.",
        Sets.both(tables, free));
    Sets.report(
        findings,
        "mapped-but-free",
        "Pages are mapped to frames that the allocator counts as free: %s.",
        Sets.both(Sets.without(mapped, tables), free));
    Sets.report(
        findings,
        "reserved-but-free",
        "Frames that the layout reserves for kernel or hardware count as free: %s.",
        Sets.both(KernelFrames.reserved(profile), free));
    Sets.report(
        findings,
        "account-free",
        "The allocator's own account lies in frames that it counts as free: %s.",
        Sets.both(allocation.storage(), free));
    againstMachine(free, findings);
    leaks(free, mapped, findings);
    written(findings);
    count(findings);
  }

  private BitSet mappedOutsideAliases() {
    BitSet mapped = mappedOutsideAliases(kernel.space());
    kernel.others().values().forEach(space -> mapped.or(mappedOutsideAliases(space)));
    return mapped;
  }

  private BitSet mappedOutsideAliases(AddressSpace space) {
    return space.mappedFrames(Aliases.without(profile, space));
  }

  private void againstMachine(BitSet free, List<Finding> findings) {
    if (moment.physicalMap().isEmpty()) {
      return;
    }
    BitSet ram = frames(Sort.RAM);
    BitSet notRam = Sets.without(free, ram);
    if (notRam.isEmpty()) {
      return;
    }
    BitSet device = frames(Sort.DEVICE);
    BitSet above = (BitSet) notRam.clone();
    above.clear(0, ram.length());
    Sets.report(
        findings,
        "free-under-device",
        "Frames count as free where a device answers: %s. Writing there reaches the device.",
        Sets.both(notRam, device));
    Sets.report(
        findings,
        "free-above-ram",
        "Frames count as free above the top of RAM: %s.",
        Sets.without(above, device));
    notRam.andNot(device);
    notRam.andNot(above);
    Sets.report(
        findings,
        "free-not-ram",
        "Frames count as free that are ROM, or nothing at all: %s.",
        notRam);
  }

  /// RAM counts whole frames only, everything else any frame it touches.
  private BitSet frames(Sort sort) {
    var frames = new BitSet();
    for (PhysicalSpan span : moment.physicalMap()) {
      if (span.sort() == sort) {
        Sets.addAddresses(frames, span.start(), span.end());
      }
    }
    return frames;
  }

  /// Given away since, and now neither mapped nor known to be of use: nobody can give it back.
  private void leaks(BitSet free, BitSet mapped, List<Finding> findings) {
    BitSet held = allocation.knownAmong(Sets.without(moment.onceFree(), free));
    held.andNot(mapped);
    held.andNot(KernelFrames.all(profile, kernel));
    for (AddressSpace space : kernel.seen().values()) {
      held.andNot(mappedOutsideAliases(space));
      held.andNot(Sets.of(space.pagingFrames()));
    }
    Sets.report(
        findings,
        "leak-candidate",
        "Frames were given away and nothing that the lab knows of reaches them: %s.",
        held);
  }

  private void written(List<Finding> findings) {
    boolean poisons = profile.freeFrames() != null && profile.freeFrames().poison() != null;
    Sets.report(
        findings,
        "free-frame-written",
        poisons
            ? "Free frames do not hold the byte that the kernel fills them with: %s. Somebody wrote"
                + " to them after they had been given back."
            : "Frames that were free at the checkpoint before, and are, hold something else now: %s."
                + " Unless the kernel gave them away and took them back in between, somebody wrote to"
                + " memory that nobody owns.",
        moment.writtenWhileFree());
  }

  private void count(List<Finding> findings) {
    int counted = allocation.free().freeCount();
    kernel
        .freeCount()
        .filter(told -> told != counted)
        .ifPresent(
            told ->
                findings.add(
                    new Finding(
                        "free-count-differs",
                        String.format(
                            Locale.ROOT,
                            "The kernel counts %,d free frames; its own account shows %,d.",
                            told,
                            counted),
                        List.of())));
  }
}
