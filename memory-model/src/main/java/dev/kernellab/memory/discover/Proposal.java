// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.protocol.AllocatorProfile;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A profile that agrees with what the machine shows.
///
/// @param what the data it reads, in words
/// @param free the frames it calls free now
/// @param evidence what speaks for it, and what against it, in sentences
/// @param undecided other readings of the same data that agree just as well, in sentences; empty
///   when there is none
/// @param since the first checkpoint at which it agreed; absent when there is none
public record Proposal(
    AllocatorProfile allocator,
    String what,
    BitSet free,
    List<String> evidence,
    List<String> undecided,
    @Nullable String since) {}
