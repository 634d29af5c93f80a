// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.PageDirectoryEntry;
import dev.kernellab.protocol.Profile;
import java.util.BitSet;
import java.util.List;

/// Linear addresses that only show memory once more: windows that the profile names, and where the
/// directory refers to itself, so that an entry for 4 MiB looks like a page of 4 KiB. Asked of a
/// million pages.
final class Aliases {
  private final Profile profile;

  /// The entries of a directory of 32-bit paging that refer to it.
  private final BitSet selfReferences = new BitSet();

  Aliases(Profile profile, AddressSpace space) {
    this.profile = profile;
    List<PageDirectoryEntry> entries = space.directoryEntries();
    for (int index = 0; index < entries.size(); index++) {
      PageDirectoryEntry entry = entries.get(index);
      selfReferences.set(
          index,
          entry.isPresent()
              && !space.mapsLargePage(entry)
              && space.directory().filter(entry.tableAddress()::equals).isPresent());
    }
  }

  boolean contains(long linear) {
    return linear >>> 32 == 0 && selfReferences.get((int) (linear >>> 22))
        || profile.isAlias(linear);
  }
}
