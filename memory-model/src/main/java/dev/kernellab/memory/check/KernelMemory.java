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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A kernel's memory at one moment, read as its profile describes. The runner makes one of the live
/// machine only to find out what has to be captured; readers of evidence make the same again.
///
/// @param space the one in CR3
/// @param others those that the profile names besides, by name
/// @param text linear addresses of the kernel's code, the second just after it; empty when the
///   profile does not say or they cannot be told
/// @param freeCount the kernel's own count of free frames, if it keeps one
/// @param problems what of this could not be read, as sentences
public record KernelMemory(
    AddressSpace space,
    AllocatorReading allocator,
    Map<String, AddressSpace> others,
    Optional<List<LinearAddress>> text,
    Optional<Long> freeCount,
    List<String> problems) {

  /// @param symbols where the image defines what the profile names
  public static KernelMemory read(
      Profile profile,
      Registers registers,
      PhysicalMemory memory,
      Map<String, LinearAddress> symbols) {
    AddressSpace space = AddressSpace.read(registers, memory);
    var data = new KernelData(memory, space, symbols);
    var problems = new ArrayList<String>();
    var others = new java.util.LinkedHashMap<String, AddressSpace>();
    if (profile.directories() != null) {
      for (Profile.Directory directory : profile.directories()) {
        PhysicalAddress at = told(data.find(directory.at()), problems);
        if (at != null) {
          others.put(directory.name(), space.withRoot(at, memory));
        }
      }
    }
    return new KernelMemory(
        space,
        AllocatorReader.read(profile.allocator(), data),
        others,
        text(profile, data, problems),
        profile.freeCount() == null
            ? Optional.empty()
            : Optional.ofNullable(told(data.count(profile.freeCount()), problems)),
        List.copyOf(problems));
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
