// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.check.KernelMemory;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of the address spaces that a snapshot shows.
///
/// @param directory the first table
/// @param name by the profile; absent for others
/// @param readable false when the first table lies outside RAM
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AddressSpaceView(
    PhysicalAddress directory,
    Found found,
    @Nullable String name,
    boolean readable,
    AddressSpace.EntryCounts entries) {

  /// How the lab came to know of it.
  public enum Found {
    /// It is in CR3.
    @JsonProperty("cr3")
    CR3,
    @JsonProperty("profile")
    PROFILE,
    /// It was in CR3 at an earlier stop, and still looks like one.
    @JsonProperty("earlier")
    EARLIER
  }

  static List<AddressSpaceView> of(KernelMemory kernel) {
    var views = new ArrayList<AddressSpaceView>();
    add(Found.CR3, null, kernel.space(), views);
    kernel.others().forEach((name, space) -> add(Found.PROFILE, name, space, views));
    kernel.seen().values().forEach(space -> add(Found.EARLIER, null, space, views));
    return views;
  }

  private static void add(
      Found found, @Nullable String name, AddressSpace space, List<AddressSpaceView> views) {
    space
        .directory()
        .ifPresent(
            directory ->
                views.add(
                    new AddressSpaceView(
                        directory, found, name, space.isReadable(), space.entryCounts())));
  }
}
