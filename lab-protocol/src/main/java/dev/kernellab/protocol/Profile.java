// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kernellab.protocol.Boot.Way;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Where to look: how one kernel keeps its memory. No address of a kernel's layout stands anywhere
/// else in the lab.
///
/// @param checkpoints global functions of the kernel at which the lab stops and looks, in the order
///   expected
/// @param regions the linear address space, as the design wants it
/// @param physicalRegions physical memory, as the design wants it
/// @param aliases linear addresses that may map any frame, even a free one, besides where it is
///   used: a window onto all of memory, say; absent: none
/// @param text where the kernel's code is; absent: nothing is said of it
/// @param freeCount how many frames are free, by the kernel's own count; absent: it keeps none
/// @param directories first tables other than the one in CR3; absent: none are known
/// @param freeFrames what is known of the content of free frames; absent: nothing
/// @param boot how the kernel gets into the machine, where nobody says otherwise; absent: as usual
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Profile(
    String name,
    String title,
    AllocatorProfile allocator,
    List<Checkpoint> checkpoints,
    List<LinearRegion> regions,
    List<PhysicalRegion> physicalRegions,
    @Nullable List<Window> aliases,
    @Nullable Text text,
    @Nullable Amount freeCount,
    @Nullable List<Directory> directories,
    @Nullable FreeFrames freeFrames,
    @Nullable Way boot) {

  private static final int MOST_DIRECTORIES = 64;

  public Profile {
    checkpoints = List.copyOf(checkpoints);
    regions = List.copyOf(regions);
    physicalRegions = List.copyOf(physicalRegions);
    aliases = aliases == null ? null : List.copyOf(aliases);
    directories = directories == null ? null : List.copyOf(directories);
    if (directories != null && directories.size() > MOST_DIRECTORIES) {
      throw new IllegalArgumentException(
          "directories: expected up to " + MOST_DIRECTORIES + ", got " + directories.size());
    }
  }

  /// Of a kernel of whose free frames nothing is known.
  public Profile(
      String name,
      String title,
      AllocatorProfile allocator,
      List<Checkpoint> checkpoints,
      List<LinearRegion> regions,
      List<PhysicalRegion> physicalRegions,
      @Nullable List<Window> aliases,
      @Nullable Text text,
      @Nullable Amount freeCount,
      @Nullable List<Directory> directories) {
    this(
        name,
        title,
        allocator,
        checkpoints,
        regions,
        physicalRegions,
        aliases,
        text,
        freeCount,
        directories,
        null,
        null);
  }

  /// Of a kernel of which nothing more is known.
  public Profile(
      String name,
      String title,
      AllocatorProfile allocator,
      List<Checkpoint> checkpoints,
      List<LinearRegion> regions,
      List<PhysicalRegion> physicalRegions) {
    this(
        name,
        title,
        allocator,
        checkpoints,
        regions,
        physicalRegions,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /// The checkpoint at which the account is to be ready, when there is no such checkpoint.
  public Optional<String> unknownReady() {
    return allocator.readyAt() instanceof Ready.Checkpoint(String symbol)
            && checkpoints.stream().noneMatch(it -> it.symbol().equals(symbol))
        ? Optional.of(symbol)
        : Optional.empty();
  }

  /// The text that makes the account ready; null when no text does.
  public @Nullable String awaitedText() {
    return allocator.readyAt() instanceof Ready.Console(String text) ? text : null;
  }

  /// Whether a linear address lies in one of the aliases.
  public boolean isAlias(long linear) {
    if (aliases != null) {
      for (Window window : aliases) {
        if (window.contains(linear)) {
          return true;
        }
      }
    }
    return false;
  }

  /// The first address of each alias, and the one after its last.
  public LongStream aliasEdges() {
    return aliases == null
        ? LongStream.empty()
        : aliases.stream()
            .flatMapToLong(it -> LongStream.of(it.start().value(), it.end().value() + 1));
  }

  /// Every symbol that has to be known for what the profile describes to be found.
  public SortedSet<String> symbols() {
    var symbols = new TreeSet<String>();
    allocator.symbols().forEach(symbols::add);
    if (text != null) {
      text.start().symbols().forEach(symbols::add);
      text.end().symbols().forEach(symbols::add);
    }
    if (freeCount != null) {
      freeCount.symbols().forEach(symbols::add);
    }
    if (directories != null) {
      directories.forEach(it -> it.at().symbols().forEach(symbols::add));
    }
    return symbols;
  }

  /// @param end the last address inside
  public record Window(String name, LinearAddress start, LinearAddress end) {
    public Window {
      if (end.compareTo(start) < 0) {
        throw new IllegalArgumentException("alias \"" + name + "\": ends before it starts");
      }
    }

    boolean contains(long linear) {
      return Long.compareUnsigned(linear, start.value()) >= 0
          && Long.compareUnsigned(linear, end.value()) <= 0;
    }
  }

  /// @param end just after the last instruction
  public record Text(Place start, Place end) {}

  /// @param poison the byte that the kernel fills frames with when they are given back; absent: it
  ///   fills them with nothing
  /// @param hashes absent: at checkpoints
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FreeFrames(@Nullable Integer poison, @Nullable Hashes hashes) {
    public FreeFrames {
      if (poison != null && (poison < 0 || poison > 0xFF)) {
        throw new IllegalArgumentException(
            "freeFrames.poison: expected a byte, 0 to 255, got " + poison);
      }
    }
  }

  /// When the lab looks whether free frames still hold what they held.
  public enum Hashes {
    @JsonProperty("checkpoints")
    CHECKPOINTS,
    @JsonProperty("off")
    OFF
  }

  /// Whether the lab looks at what free frames hold.
  public boolean hashesFreeFrames() {
    return freeFrames == null || freeFrames.hashes() != Hashes.OFF;
  }

  /// @param at the table itself, or a pointer to it; the first structure where there is a `list`
  /// @param list absent: there is one table
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Directory(String name, Place at, @Nullable DirectoryList list) {
    /// One table.
    public Directory(String name, Place at) {
      this(name, at, null);
    }
  }

  /// A linked list of structures that each name a first table, such as processes.
  ///
  /// @param next offset of the pointer to the next one, 0 in the last
  /// @param table offset of the pointer to the table
  /// @param holds what that pointer holds
  public record DirectoryList(int next, int table, Place.Holds holds) {
    /// Structures at most.
    public static final int MOST = 64;

    public DirectoryList {
      if (next < 0 || table < 0) {
        throw new IllegalArgumentException("directories.list: an offset below 0");
      }
    }
  }

  /// A moment worth looking at.
  ///
  /// @param symbol the function's symbol in the ELF file
  /// @param promise what is true of memory by then, in a sentence
  public record Checkpoint(String symbol, String title, String promise) {}

  /// @param end the last address inside
  public record LinearRegion(String name, LinearAddress start, LinearAddress end, Kind kind) {
    public LinearRegion {
      if (end.compareTo(start) < 0) {
        throw new IllegalArgumentException("region \"" + name + "\": ends before it starts");
      }
    }
  }

  /// @param end the last address inside
  public record PhysicalRegion(String name, PhysicalAddress start, PhysicalAddress end, Kind kind) {
    public PhysicalRegion {
      if (end.compareTo(start) < 0) {
        throw new IllegalArgumentException(
            "physical region \"" + name + "\": ends before it starts");
      }
    }
  }

  public enum Kind {
    @JsonProperty("user")
    USER,
    @JsonProperty("kernel")
    KERNEL,
    @JsonProperty("heap")
    HEAP,
    @JsonProperty("stacks")
    STACKS,
    @JsonProperty("self-reference")
    SELF_REFERENCE,
    @JsonProperty("guard")
    GUARD,
    @JsonProperty("hardware")
    HARDWARE,
    @JsonProperty("usable")
    USABLE
  }
}
