// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.PageFilter;
import dev.kernellab.protocol.Profile;
import java.util.BitSet;
import java.util.stream.LongStream;

/// Linear addresses that only show memory once more: windows that the profile names, and where the
/// directory refers to itself, so that an entry for 4 MiB looks like a page of 4 KiB.
final class Aliases {
  private static final int REACH = 22; // bits that an entry of the directory leaves open

  private Aliases() {}

  /// The pages that are none.
  static PageFilter without(Profile profile, AddressSpace space) {
    BitSet selfReferences = space.selfReferences();
    long[] edges =
        LongStream.concat(
                profile.aliasEdges(),
                selfReferences.stream()
                    .mapToLong(index -> index)
                    .flatMap(index -> LongStream.of(index << REACH, index + 1 << REACH)))
            .toArray();
    return new PageFilter(
        (linear, length, physical, user) ->
            !(linear >>> 32 == 0 && selfReferences.get((int) (linear >>> REACH)))
                && !profile.isAlias(linear),
        edges);
  }
}
