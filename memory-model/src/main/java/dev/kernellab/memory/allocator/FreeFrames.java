// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.Finding;
import dev.kernellab.memory.allocator.AllocationMap.Account;
import dev.kernellab.memory.allocator.AllocationMap.Source;
import dev.kernellab.protocol.AllocatorProfile.Pool;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Collects the free pieces of a pool as a reader comes by them, and what is wrong with them.
final class FreeFrames {
  private final String name;
  private final FrameRange pool;
  private final BitSet free = new BitSet();
  private final BitSet twice = new BitSet();
  private final BitSet outside = new BitSet();
  private final BitSet storage = new BitSet();
  private final List<Finding> findings = new ArrayList<>();

  /// Where each piece is told of, by its first frame.
  private final NavigableMap<Integer, Told> told = new TreeMap<>();

  private record Told(int frames, PhysicalAddress at, String detail) {}

  private FreeFrames(String name, FrameRange pool) {
    this.name = name;
    this.pool = pool;
  }

  static FreeFrames of(String name, Pool pool, KernelData data) throws UnreadableException {
    long first = data.number(pool.first(), "pool.first", 0, AllocationMap.FRAMES - 1L);
    long most = AllocationMap.FRAMES - first;
    long frames = data.number(pool.frames(), "pool.frames", 1, most);
    return new FreeFrames(name, new FrameRange((int) first, (int) frames));
  }

  FrameRange pool() {
    return pool;
  }

  /// A piece of so many frames is free, as told at some place.
  void add(long first, long count, PhysicalAddress at, String detail) {
    long end = Math.min(first + count, AllocationMap.FRAMES);
    if (first >= end) {
      return;
    }
    var piece = new BitSet();
    piece.set((int) first, (int) end);
    var beyond = (BitSet) piece.clone();
    beyond.clear(pool.first(), pool.end());
    outside.or(beyond);
    piece.andNot(beyond);
    var again = (BitSet) piece.clone();
    again.and(free);
    twice.or(again);
    free.or(piece);
    told.putIfAbsent((int) first, new Told((int) (end - first), at, detail));
  }

  void stores(PhysicalAddress at) {
    storage.set((int) Math.min(at.frame(), AllocationMap.FRAMES));
  }

  void wrong(String id, String message) {
    findings.add(new Finding(id, message, List.of()));
  }

  Account account() {
    if (!twice.isEmpty()) {
      findings.add(
          AllocatorReader.finding(
              "free-twice",
              "Frames are in the allocator's account of free ones twice: %s.",
              twice));
    }
    if (!outside.isEmpty()) {
      findings.add(
          AllocatorReader.finding(
              "free-outside-pool",
              "Frames outside the allocator's pool are in its account of free ones: %s.",
              outside));
    }
    var known = new BitSet();
    known.set(pool.first(), pool.end());
    storage.andNot(free); // links in the free frames themselves are no reason to hold them
    return new Account(name, known, free, storage, this::source, findings);
  }

  /// The same with free and allocated exchanged.
  Account accountOfAllocated() {
    Account account = account();
    account.free().flip(pool.first(), pool.end());
    return account;
  }

  private Optional<Source> source(int frame) {
    var entry = told.floorEntry(frame);
    return entry == null || frame >= entry.getKey() + entry.getValue().frames()
        ? Optional.empty()
        : Optional.of(new Source(name, entry.getValue().at(), entry.getValue().detail()));
  }
}
