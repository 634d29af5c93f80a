// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a kernel keeps account of its frames, and where the lab reads that account.
/// `docs/reference/profile.md` explains each kind with a kernel of that kind.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(AllocatorProfile.Bitmap.class),
  @JsonSubTypes.Type(AllocatorProfile.FreeList.class),
  @JsonSubTypes.Type(AllocatorProfile.PageArray.class),
  @JsonSubTypes.Type(AllocatorProfile.Buddy.class),
  @JsonSubTypes.Type(AllocatorProfile.Ranges.class),
  @JsonSubTypes.Type(AllocatorProfile.Several.class),
  @JsonSubTypes.Type(AllocatorProfile.None.class)
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface AllocatorProfile {

  /// From when on the account means something; null: from the start.
  default @Nullable Ready readyAt() {
    return switch (this) {
      case Bitmap it -> it.ready();
      case FreeList it -> it.ready();
      case PageArray it -> it.ready();
      case Buddy it -> it.ready();
      case Ranges it -> it.ready();
      case Several it -> it.ready();
      case None it -> null;
    };
  }

  /// The symbols that have to be known to read the account.
  default Stream<String> symbols() {
    return AllocatorSymbols.of(this);
  }

  /// One bit a frame.
  ///
  /// @param at the first byte
  /// @param frames bits in the bitmap
  /// @param wordBytes bits are numbered within units of so many bytes, read least significant byte
  ///   first: 1 (when absent), 2 or 4
  /// @param first the frame of bit 0; absent: 0
  /// @param segments bits go through these pieces of memory one after the other, instead
  @JsonTypeName("bitmap")
  record Bitmap(
      Place at,
      Amount frames,
      Polarity polarity,
      BitOrder bitOrder,
      @Nullable Integer wordBytes,
      @Nullable Amount first,
      @Nullable SegmentTable segments,
      @Nullable Ready ready)
      implements AllocatorProfile {
    public Bitmap {
      if (frames instanceof Amount.Constant(long count)) {
        if (count <= 0 || count > 1 << 20 || count % 8 != 0) {
          throw new IllegalArgumentException(
              "allocator.frames: expected a multiple of 8 up to 1048576 (4 GiB), got " + count);
        }
        if (at instanceof Place.Physical(PhysicalAddress start)
            && start.value() + count / 8 > 1L << 32) {
          throw new IllegalArgumentException("allocator.at: the bitmap ends above 4 GiB, " + start);
        }
      }
      if (wordBytes != null && wordBytes != 1 && wordBytes != 2 && wordBytes != 4) {
        throw new IllegalArgumentException(
            "allocator.wordBytes: expected 1, 2 or 4, got " + wordBytes);
      }
      if (first != null && segments != null) {
        throw new IllegalArgumentException(
            "allocator: first and segments exclude each other, both say what bit 0 stands for");
      }
    }

    /// A bitmap of bytes at a fixed place, bit 0 for frame 0.
    public Bitmap(
        PhysicalAddress at, int frames, Polarity polarity, BitOrder bitOrder, Ready ready) {
      this(new Place.Physical(at), Amount.of(frames), polarity, bitOrder, null, null, null, ready);
    }
  }

  /// A table of pieces of memory.
  ///
  /// @param at its first entry
  /// @param start offset of an entry's start address, in bytes of memory
  /// @param length offset of an entry's length
  /// @param unit of start and length
  record SegmentTable(Place at, Amount entries, int entryBytes, int start, int length, Unit unit) {
    public SegmentTable {
      EntryLayout.requireField("segments.start", start, 4, entryBytes);
      EntryLayout.requireField("segments.length", length, 4, entryBytes);
    }
  }

  /// Free frames linked to each other. The list ends at 0, or where it comes back to its head.
  ///
  /// @param head where the pointer to the first node lies
  /// @param next offset of the link in a node
  /// @param links what head and links hold
  /// @param nodes absent: a node is the free frame itself; otherwise an entry of this array, whose
  ///   index is the frame
  /// @param count offset of the number of frames that a node stands for; absent: one
  @JsonTypeName("free-list")
  record FreeList(
      Place head,
      int next,
      Links links,
      @Nullable NodeArray nodes,
      @Nullable Integer count,
      Pool pool,
      @Nullable Ready ready)
      implements AllocatorProfile {}

  /// Page structures in the order of their frames.
  ///
  /// @param first the frame of entry 0
  record NodeArray(Place at, int entryBytes, Amount first) {
    public NodeArray {
      EntryLayout.requireSize("nodes.entryBytes", entryBytes);
    }
  }

  /// One structure a frame, with a field that tells whether it is free.
  ///
  /// @param first the frame of entry 0; absent: 0
  @JsonTypeName("page-array")
  record PageArray(
      Place at,
      Amount entries,
      int entryBytes,
      FreeWhen free,
      @Nullable Amount first,
      @Nullable Ready ready)
      implements AllocatorProfile {
    public PageArray {
      EntryLayout.requireSize("allocator.entryBytes", entryBytes);
      EntryLayout.requireField("allocator.free.offset", free.offset(), free.bytes(), entryBytes);
    }
  }

  /// A frame is free when `field & mask == equals`.
  ///
  /// @param mask absent: all of the field
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FreeWhen(int offset, int bytes, @Nullable Hex32 mask, long equals) {
    public FreeWhen {
      if (bytes != 1 && bytes != 2 && bytes != 4) {
        throw new IllegalArgumentException("free.bytes: expected 1, 2 or 4, got " + bytes);
      }
    }
  }

  /// A list of free blocks for each power of two.
  ///
  /// @param heads where the pointer to the first block of one frame lies
  /// @param headBytes from one list's head to the next one's
  /// @param orders how many lists; list `n` has blocks of 2^n frames
  @JsonTypeName("buddy")
  record Buddy(
      Place heads,
      int headBytes,
      int orders,
      int next,
      Links links,
      @Nullable NodeArray nodes,
      Pool pool,
      @Nullable Ready ready)
      implements AllocatorProfile {
    public Buddy {
      if (orders < 1 || orders > 21) {
        throw new IllegalArgumentException("allocator.orders: expected 1 to 21, got " + orders);
      }
      EntryLayout.requireSize("allocator.headBytes", headBytes);
    }
  }

  /// Pieces of memory in a table: free ones or allocated ones. A stack of free frames is one, with
  /// entries that are a frame each; so is a mark up to which everything is given away.
  ///
  /// @param start offset of an entry's start
  /// @param length offset of its length; absent: one frame
  /// @param until where the piece ends, for all entries, instead of a length
  /// @param lists what the pieces are
  @JsonTypeName("ranges")
  record Ranges(
      Place at,
      Amount entries,
      int entryBytes,
      int start,
      @Nullable Integer length,
      @Nullable Amount until,
      Unit unit,
      Lists lists,
      Pool pool,
      @Nullable Ready ready)
      implements AllocatorProfile {
    public Ranges {
      EntryLayout.requireSize("allocator.entryBytes", entryBytes);
      EntryLayout.requireField("allocator.start", start, 4, entryBytes);
      if (length != null) {
        EntryLayout.requireField("allocator.length", length, 4, entryBytes);
      }
      if (length != null && until != null) {
        throw new IllegalArgumentException(
            "allocator: length and until exclude each other, both say where a piece ends");
      }
    }
  }

  /// Several allocators side by side, each for its own frames.
  @JsonTypeName("several")
  record Several(List<Part> parts, @Nullable Ready ready) implements AllocatorProfile {
    public Several {
      parts = List.copyOf(parts);
      Set<String> names = new HashSet<>();
      for (Part part : parts) {
        if (part.allocator() instanceof Several) {
          throw new IllegalArgumentException("allocator.parts: a part has no parts of its own");
        }
        if (!names.add(part.name())) {
          throw new IllegalArgumentException(
              "allocator.parts: two are called \"" + part.name() + "\"");
        }
      }
      if (parts.isEmpty() || parts.size() > 16) {
        throw new IllegalArgumentException(
            "allocator.parts: expected 1 to 16, got " + parts.size());
      }
    }
  }

  record Part(String name, AllocatorProfile allocator) {}

  /// The kernel keeps no account the lab can read: page tables are still shown.
  @JsonTypeName("none")
  record None() implements AllocatorProfile {}

  /// The frames an allocator gives out: what it does not call free is allocated.
  record Pool(Amount first, Amount frames) {}

  /// What a bit that is 1 says of its frame.
  enum Polarity {
    @JsonProperty("one-is-free")
    ONE_IS_FREE,
    @JsonProperty("one-is-allocated")
    ONE_IS_ALLOCATED
  }

  /// Which bit of a byte or word is the first frame's.
  enum BitOrder {
    @JsonProperty("least-significant-first")
    LEAST_SIGNIFICANT_FIRST,
    @JsonProperty("most-significant-first")
    MOST_SIGNIFICANT_FIRST
  }

  /// What a link to a node holds.
  enum Links {
    @JsonProperty("linear")
    LINEAR,
    @JsonProperty("physical")
    PHYSICAL,
    /// A frame number; 0 ends the list.
    @JsonProperty("frame")
    FRAME
  }

  enum Unit {
    @JsonProperty("bytes")
    BYTES,
    @JsonProperty("frames")
    FRAMES
  }

  enum Lists {
    @JsonProperty("free")
    FREE,
    @JsonProperty("allocated")
    ALLOCATED
  }
}
