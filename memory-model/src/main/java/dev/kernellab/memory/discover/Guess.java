// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.protocol.AllocatorProfile;

/// A profile worth trying.
///
/// @param what the data it takes for the account, by which guesses are told apart
/// @param structure what speaks for it in the data itself, in bits of certainty
/// @param why the same in words; empty when there is nothing
record Guess(AllocatorProfile allocator, String what, double structure, String why) {}
