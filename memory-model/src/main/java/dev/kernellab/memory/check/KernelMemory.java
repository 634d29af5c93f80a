// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.PhysicalMemory;
import dev.kernellab.memory.allocator.AllocatorReader;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.memory.allocator.KernelData;
import dev.kernellab.memory.allocator.KernelData.Outcome;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.Registers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A kernel's memory at one moment, read as its profile describes. The runner makes one of the live
/// machine only to find out what has to be captured; readers of evidence make the same again.
///
/// @param space the one in CR3
/// @param others those that the profile names besides, by name
/// @param seen those that CR3 has held before and that still look like one, by their first table.
///   They may have been given back since: they excuse, and never accuse
/// @param text linear addresses of the kernel's code, the second just after it; empty when the
///   profile does not say or they cannot be told
/// @param freeCount the kernel's own count of free frames, if it keeps one
/// @param problems what of this could not be read, as sentences
public record KernelMemory(
    AddressSpace space,
    AllocatorReading allocator,
    Map<String, AddressSpace> others,
    Map<PhysicalAddress, AddressSpace> seen,
    Optional<List<LinearAddress>> text,
    Optional<Long> freeCount,
    List<String> problems) {

  /// Of a kernel of whose past nothing is known.
  public static KernelMemory read(
      Profile profile,
      Registers registers,
      PhysicalMemory memory,
      Map<String, LinearAddress> symbols) {
    return read(profile, registers, memory, symbols, List.of());
  }

  /// @param symbols where the image defines what the profile names
  /// @param directories that CR3 has held before
  public static KernelMemory read(
      Profile profile,
      Registers registers,
      PhysicalMemory memory,
      Map<String, LinearAddress> symbols,
      List<PhysicalAddress> directories) {
    AddressSpace space = AddressSpace.read(registers, memory);
    var data = new KernelData(memory, space, symbols);
    var problems = new ArrayList<String>();
    Map<String, AddressSpace> others = named(profile, space, data, problems);
    AllocatorReading allocator = AllocatorReader.read(profile.allocator(), data);
    Optional<List<LinearAddress>> text = text(profile, data, problems);
    Optional<Long> freeCount =
        profile.freeCount() == null
            ? Optional.empty()
            : Optional.ofNullable(told(data.count(profile.freeCount()), problems));
    var seen = new LinkedHashMap<PhysicalAddress, AddressSpace>();
    for (PhysicalAddress root : directories) {
      boolean given =
          allocator instanceof AllocatorReading.Read it
              && root.frame() < 1 << 20
              && it.map().free().isFree((int) root.frame());
      if (!given
          && !isNamed(root, space, others)
          && space.sharesKernelWith(root, registers, memory)) {
        seen.put(root, space.withRoot(root, memory));
      }
    }
    return new KernelMemory(space, allocator, others, seen, text, freeCount, List.copyOf(problems));
  }

  private static boolean isNamed(
      PhysicalAddress root, AddressSpace space, Map<String, AddressSpace> others) {
    return space.hasRoot(root) || others.values().stream().anyMatch(it -> it.hasRoot(root));
  }

  private static Map<String, AddressSpace> named(
      Profile profile, AddressSpace space, KernelData data, List<String> problems) {
    var others = new LinkedHashMap<String, AddressSpace>();
    if (profile.directories() == null) {
      return others;
    }
    for (Profile.Directory directory : profile.directories()) {
      if (directory.list() == null) {
        PhysicalAddress at = told(data.find(directory.at()), problems);
        if (at != null) {
          others.put(directory.name(), space.withRoot(at, data.memory()));
        }
      } else {
        List<PhysicalAddress> all =
            told(data.firstTables(directory.at(), directory.list()), problems);
        for (int index = 0; all != null && index < all.size(); index++) {
          if (!space.hasRoot(all.get(index))) {
            others.put(
                directory.name() + " " + index, space.withRoot(all.get(index), data.memory()));
          }
        }
      }
    }
    return others;
  }

  private static Optional<List<LinearAddress>> text(
      Profile profile, KernelData data, List<String> problems) {
    if (profile.text() == null) {
      return Optional.empty();
    }
    LinearAddress start = told(data.linear(profile.text().start()), problems);
    LinearAddress end = told(data.linear(profile.text().end()), problems);
    return start == null || end == null || end.compareTo(start) <= 0
        ? Optional.empty()
        : Optional.of(List.of(start, end));
  }

  private static <T> @Nullable T told(Outcome<T> outcome, List<String> problems) {
    if (outcome.problem() != null) {
      problems.add(outcome.problem());
    }
    return outcome.value();
  }
}
