// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.Finding;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Which frames are free, which are allocated, of which the kernel says nothing, and where it says
/// so. Immutable.
public final class AllocationMap {
  /// Frames of 4 GiB.
  static final int FRAMES = 1 << 20;

  private final List<Account> accounts;
  private final FrameBitmap free;
  private final BitSet known;
  private final BitSet contested = new BitSet();
  private final BitSet storage = new BitSet();
  private final List<Finding> findings;

  /// What one allocator says of the frames it speaks of.
  ///
  /// @param known frames that it speaks of
  /// @param free those of them that are free
  /// @param storage frames that hold the account itself
  record Account(
      String name,
      BitSet known,
      BitSet free,
      BitSet storage,
      Locator locator,
      List<Finding> findings) {}

  /// Tells where an account says what it says.
  @FunctionalInterface
  interface Locator {
    Optional<Source> of(int frame);
  }

  /// Where it stands that a frame is free or allocated.
  ///
  /// @param allocator the part's name, as in the profile
  /// @param at the byte, entry or node
  /// @param detail such as `bit 3`
  public record Source(String allocator, PhysicalAddress at, String detail) {}

  AllocationMap(List<Account> accounts, List<Finding> findings) {
    this.accounts = List.copyOf(accounts);
    this.findings = List.copyOf(findings);
    var allFree = new BitSet();
    known = accounts.size() == 1 ? accounts.getFirst().known() : known(accounts, contested);
    for (Account account : accounts) {
      allFree.or(account.free());
      storage.or(account.storage());
    }
    this.free = FrameBitmap.ofFree(allFree, FRAMES);
  }

  /// @param contested takes the frames that more than one account speaks of
  private static BitSet known(List<Account> accounts, BitSet contested) {
    var known = new BitSet();
    for (Account account : accounts) {
      var twice = (BitSet) account.known().clone();
      twice.and(known);
      contested.or(twice);
      known.or(account.known());
    }
    return known;
  }

  /// In normal form, for all of 4 GiB: a frame of which nothing is said is not free.
  public FrameBitmap free() {
    return free;
  }

  /// How many frames the kernel says something of.
  public int frames() {
    return known.cardinality();
  }

  public int allocatedCount() {
    return frames() - free.freeCount();
  }

  public boolean isKnown(int frame) {
    return known.get(frame);
  }

  /// Where it stands what the frame is; empty when the kernel says nothing of it, or says it by
  /// leaving it out of a list.
  public Optional<Source> source(int frame) {
    return accounts.stream()
        .filter(account -> account.known().get(frame))
        .findFirst()
        .flatMap(account -> account.locator().of(frame));
  }

  /// The frames that hold the accounts; a copy.
  public BitSet storage() {
    return (BitSet) storage.clone();
  }

  /// Frames that the kernel says something of; a copy.
  public BitSet known() {
    return (BitSet) known.clone();
  }

  /// Those of some frames that the kernel says something of.
  public BitSet knownAmong(BitSet frames) {
    var some = (BitSet) frames.clone();
    some.and(known);
    return some;
  }

  /// Frames that more than one allocator gives out; a copy.
  public BitSet contested() {
    return (BitSet) contested.clone();
  }

  /// What is wrong with the accounts themselves.
  public List<Finding> findings() {
    return findings;
  }
}
