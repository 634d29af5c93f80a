// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.Finding;
import dev.kernellab.memory.PagingMode;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import java.util.ArrayList;
import java.util.List;

/// Holds what the page tables say against what the allocator says, and both against the machine. A
/// frame in use that counts as free will be given away a second time. `docs/reference/findings.md`
/// explains every finding.
public final class CrossChecks {
  private CrossChecks() {}

  public static List<Finding> of(Profile profile, KernelMemory kernel, Moment moment) {
    var findings = new ArrayList<Finding>();
    paging(kernel, findings);
    profile(kernel, moment, findings);
    new MappingChecks(profile, kernel).addTo(findings);
    if (moment.allocation() != null) {
      findings.addAll(moment.allocation().findings());
      new AllocationChecks(profile, kernel, moment.allocation(), moment).addTo(findings);
    }
    return List.copyOf(findings);
  }

  private static void paging(KernelMemory kernel, List<Finding> findings) {
    if (kernel.space().mode() == PagingMode.LEVELS_5) {
      findings.add(
          new Finding(
              "paging-not-decoded",
              "CR4.LA57 is set: the lab does not decode 5-level paging, so no mapping is shown.",
              List.of()));
    }
    kernel.space().firstUnreadable().ifPresent(first -> findings.add(outsideRam(kernel, first)));
  }

  private static Finding outsideRam(KernelMemory kernel, PhysicalAddress first) {
    return new Finding(
        "paging-structure-outside-ram",
        "The page directory or page tables lie outside RAM: %s is the first.".formatted(first),
        Sets.first(kernel.space().unreadableFrames()));
  }

  private static void profile(KernelMemory kernel, Moment moment, List<Finding> findings) {
    if (moment.ready() && kernel.allocator() instanceof AllocatorReading.Unreadable it) {
      findings.add(
          new Finding(
              "allocator-unreadable",
              "The allocator's account cannot be read: " + it.reason() + ".",
              List.of()));
    }
    if (moment.ready()) {
      kernel
          .problems()
          .forEach(
              problem ->
                  findings.add(
                      new Finding(
                          "profile-does-not-fit",
                          "Something that the profile names cannot be found: " + problem + ".",
                          List.of())));
    }
  }
}
