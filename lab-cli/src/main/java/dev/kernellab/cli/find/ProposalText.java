// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.find;

import dev.kernellab.memory.discover.Proposal;
import dev.kernellab.runner.find.ProfileFinder.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Proposals for people.
final class ProposalText {
  private ProposalText() {}

  static List<String> lines(Found found) {
    var lines = new ArrayList<String>();
    lines.add("Looked until: " + found.outcome().message());
    int rank = 1;
    for (Proposal proposal : found.proposals()) {
      lines.add("");
      lines.add(
          String.format(
              Locale.ROOT,
              "%d. %s: %,d frames free%s",
              rank++,
              proposal.what(),
              proposal.free().cardinality(),
              proposal.since() == null ? "" : ", sound since " + proposal.since()));
      proposal.evidence().forEach(it -> lines.add("     " + it));
      proposal.undecided().forEach(it -> lines.add("     cannot be told apart: " + it));
    }
    if (found.proposals().isEmpty()) {
      lines.add("");
      lines.add(
          "Nothing in this kernel's memory agrees with what the machine shows of its frames: the"
              + " profile is `none`. Page tables are shown all the same. If it keeps account, look at"
              + " it later, or between two functions, with --at.");
    }
    return lines;
  }
}
