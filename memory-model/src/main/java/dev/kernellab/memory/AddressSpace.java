// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Registers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Linear addresses as the processor translates them at one moment: 32-bit paging with 4 KiB and 4
/// MiB pages (Intel SDM vol. 3, 4.3). Decoded from raw memory, whatever a kernel wrote there; the
/// cost is bounded by 1,024 tables of 1,024 entries.
public final class AddressSpace {
  private final PagingMode mode;
  private final int directoryFrame;
  private final PageWalker walker;

  /// Directory and tables that are referred to and cannot be read.
  private final List<FrameRange> unreadable;

  private AddressSpace(
      PagingMode mode, int directoryFrame, PageWalker walker, List<FrameRange> unreadable) {
    this.mode = mode;
    this.directoryFrame = directoryFrame;
    this.walker = walker;
    this.unreadable = unreadable;
  }

  /// The address space that CR3 selects.
  public static AddressSpace read(Registers registers, PhysicalMemory memory) {
    var tables = new HashMap<Integer, int[]>();
    var unreadable = new ArrayList<FrameRange>();
    int[] directory = {};
    for (FrameRange range : PagingStructures.frames(registers, memory)) {
      for (int frame = range.first(); frame < range.end(); frame++) {
        Optional<ByteBuffer> bytes = memory.frame(frame);
        if (bytes.isPresent()) {
          tables.put(frame, entriesOf(bytes.get()));
        } else {
          unreadable.add(new FrameRange(frame, 1));
        }
      }
    }
    PagingMode mode = PagingMode.of(registers);
    int directoryFrame = PagingMode.directoryFrame(registers);
    if (mode == PagingMode.BITS_32) {
      directory = tables.getOrDefault(directoryFrame, directory);
    }
    boolean largePages = PagingMode.allowsLargePages(registers);
    var walker = new PageWalker(largePages, directory, Map.copyOf(tables));
    return new AddressSpace(mode, directoryFrame, walker, FrameRanges.union(unreadable));
  }

  public PagingMode mode() {
    return mode;
  }

  public boolean isPagingEnabled() {
    return mode != PagingMode.OFF;
  }

  /// Where the page directory lies; empty while paging is off or in a mode we do not decode.
  public Optional<PhysicalAddress> directory() {
    return mode == PagingMode.BITS_32
        ? Optional.of(PhysicalAddress.ofFrame(directoryFrame))
        : Optional.empty();
  }

  /// All 1,024, or none when there is no directory to read.
  public List<PageDirectoryEntry> directoryEntries() {
    return Arrays.stream(walker.directory()).mapToObj(PageDirectoryEntry::new).toList();
  }

  /// One entry of the directory; not present when there is no directory to read.
  public PageDirectoryEntry directoryEntry(int index) {
    int[] directory = walker.directory();
    return new PageDirectoryEntry(directory.length == 0 ? 0 : directory[index]);
  }

  /// The 1,024 entries of the page table that directory entry `index` refers to; none when it
  /// refers to no table, or to one outside RAM.
  public List<PageTableEntry> tableEntries(int index) {
    PageDirectoryEntry entry = directoryEntry(index);
    int[] table = walker.refersToTable(entry) ? walker.tables().get(entry.frame()) : null;
    return table == null ? List.of() : Arrays.stream(table).mapToObj(PageTableEntry::new).toList();
  }

  /// Whether the processor takes this entry for a 4 MiB page: PS, where CR4.PSE allows it.
  public boolean mapsLargePage(PageDirectoryEntry entry) {
    return walker.mapsLargePage(entry);
  }

  /// Everything mapped, merged and sorted by linear address.
  public Listing<MappedRange> ranges(int limit) {
    return ranges((linear, length, physical, user) -> true, limit);
  }

  /// Chooses pages.
  @FunctionalInterface
  public interface PageFilter {
    /// @param linear the page's first linear address
    /// @param length 4 KiB or 4 MiB
    /// @param physical where it is mapped to
    boolean accepts(long linear, long length, long physical, boolean user);
  }

  /// The mapped pages that `filter` accepts, merged and sorted by linear address. Costs no more
  /// than the ranges it gives, however many pages there are.
  public Listing<MappedRange> ranges(PageFilter filter, int limit) {
    var merger = new RangeMerger(limit);
    walker.walk(
        (linear, physical, writable, user, large) ->
            !filter.accepts(linear, large ? 4 << 20 : 4 << 10, physical, user)
                || merger.page(linear, physical, writable, user, large));
    return merger.ranges();
  }

  /// How much there is of everything.
  ///
  /// @param directory entries of the directory that are present
  /// @param tables page tables, each counted once; the directory is none, even where it refers to
  ///   itself
  /// @param pages 4 KiB pages mapped, those that a self-reference maps included
  /// @param largePages 4 MiB pages mapped
  public record EntryCounts(int directory, int tables, int pages, int largePages) {}

  public EntryCounts entryCounts() {
    var pages = new int[2];
    walker.walk(
        (linear, physical, writable, user, large) -> {
          pages[large ? 1 : 0]++;
          return true;
        });
    int present = (int) directoryEntries().stream().filter(PageDirectoryEntry::isPresent).count();
    int tables =
        (int)
            directoryEntries().stream()
                .filter(walker::refersToTable)
                .map(PageDirectoryEntry::frame)
                .filter(frame -> frame != directoryFrame)
                .distinct()
                .count();
    return new EntryCounts(present, tables, pages[0], pages[1]);
  }

  /// The frames that hold the directory and the page tables, sorted, each once; those outside RAM
  /// left out.
  public List<FrameRange> pagingFrames() {
    return FrameRanges.union(
        walker.tables().keySet().stream().map(frame -> new FrameRange(frame, 1)).toList());
  }

  /// The frames that the processor would read as directory or page table and that are not RAM.
  public List<FrameRange> unreadableFrames() {
    return unreadable;
  }

  /// What the processor does with one address.
  public Translation translate(LinearAddress linear) {
    return switch (mode) {
      case OFF ->
          new Translation.Mapped(
              linear, new PhysicalAddress(linear.value()), true, true, List.of());
      case PAE -> new Translation.Failed(linear, "PAE paging is not decoded yet", List.of());
      case BITS_32 -> new Translator(directoryFrame, walker).translate(linear);
    };
  }

  /// Every frame below 4 GiB that some page maps.
  BitSet mappedFrames() {
    var frames = new BitSet();
    walker.walk(
        (linear, physical, writable, user, large) -> {
          int frame = (int) (physical >>> 12);
          if (physical < 1L << 32) {
            frames.set(frame, frame + (large ? 1024 : 1));
          }
          return true;
        });
    return frames;
  }

  private static int[] entriesOf(ByteBuffer bytes) {
    int[] entries = new int[1024];
    bytes.asIntBuffer().get(entries);
    return entries;
  }
}
