// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Registers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Linear addresses as the processor translates them at one moment: 32-bit paging, PAE or 4-level
/// paging, with pages of every size (Intel SDM vol. 3, 4.3 to 4.5). Decoded from raw memory,
/// whatever a kernel wrote there; the cost is bounded.
public final class AddressSpace {
  private final PagingFormat format;
  private final PagingTables tables;
  private final PageRuns runs;

  private AddressSpace(PagingFormat format, PhysicalMemory memory) {
    this.format = format;
    this.tables = PagingTables.read(format, memory);
    this.runs = new PageRuns(tables);
  }

  /// The address space that CR3 selects.
  public static AddressSpace read(Registers registers, PhysicalMemory memory) {
    return read(ControlRegisters.of(registers), memory);
  }

  public static AddressSpace read(ControlRegisters registers, PhysicalMemory memory) {
    return new AddressSpace(PagingFormat.of(registers), memory);
  }

  /// The address space that another first table would give, in the same mode.
  public AddressSpace withRoot(PhysicalAddress root, PhysicalMemory memory) {
    return new AddressSpace(format.withRoot(root.value()), memory);
  }

  /// Whether its first table lies there.
  public boolean hasRoot(PhysicalAddress root) {
    return format.isDecoded() && format.root() == root.value();
  }

  /// Whether what lies there can be a first table of the same kernel: it maps the kernel's code, or
  /// its IDT while user code runs, by the same entry. Without that, the kernel could not go on
  /// after loading it into CR3.
  public boolean sharesKernelWith(
      PhysicalAddress root, Registers registers, PhysicalMemory memory) {
    boolean user = registers.segments() != null && registers.segments().privilege() == 3;
    Registers.Wide wide = registers.wide();
    long code = wide == null ? registers.eip().unsigned() : wide.rip().value();
    long address = user ? registers.idtBase().value() : code;
    return tables.sharesRootEntry(root, address, memory);
  }

  /// The table that a way of entries leads to, from the first table on; empty when there is none.
  ///
  /// @param path index after index; none for the first table
  public Optional<TableListing> table(List<Integer> path) {
    return format.isDecoded() ? TableListing.at(tables, path) : Optional.empty();
  }

  public PagingMode mode() {
    return format.mode();
  }

  public boolean isPagingEnabled() {
    return format.mode() != PagingMode.OFF;
  }

  /// Where the first table lies, which CR3 refers to; empty while paging is off or in a mode we do
  /// not decode.
  public Optional<PhysicalAddress> directory() {
    return format.isDecoded() ? Optional.of(new PhysicalAddress(format.root())) : Optional.empty();
  }

  /// Whether the first table could be read, so that there is something to look at.
  public boolean isReadable() {
    return tables.root().isPresent();
  }

  /// All 1,024 of 32-bit paging; none in another mode, or when there is no directory to read.
  public List<PageDirectoryEntry> directoryEntries() {
    return Arrays.stream(directoryTable())
        .mapToObj(entry -> new PageDirectoryEntry((int) entry))
        .toList();
  }

  /// Whether there is a directory of 32-bit paging to read.
  public boolean hasDirectoryEntries() {
    return directoryTable().length > 0;
  }

  /// Which entries of a directory of 32-bit paging refer to it as their table, so that an entry for
  /// 4 MiB looks like a page of 4 KiB.
  public BitSet selfReferences() {
    var indices = new BitSet();
    long[] entries = directoryTable();
    for (int index = 0; index < entries.length; index++) {
      indices.set(
          index,
          format.levels().getFirst().refersToTable(entries[index])
              && format.levels().getFirst().address(entries[index]) == format.root());
    }
    return indices;
  }

  /// One entry of the directory of 32-bit paging; not present when there is none to read.
  public PageDirectoryEntry directoryEntry(int index) {
    return new PageDirectoryEntry(hasDirectoryEntries() ? (int) directoryTable()[index] : 0);
  }

  /// The 1,024 entries of the page table that directory entry `index` of 32-bit paging refers to;
  /// none when it refers to no table, or to one outside RAM.
  public List<PageTableEntry> tableEntries(int index) {
    PageDirectoryEntry entry = directoryEntry(index);
    long[] table = entry.isPresent() && !mapsLargePage(entry) ? tables.at(entry.frame()) : null;
    return table == null
        ? List.of()
        : Arrays.stream(table).mapToObj(raw -> new PageTableEntry((int) raw)).toList();
  }

  /// Whether the processor takes this entry for a 4 MiB page: PS, where CR4.PSE allows it.
  public boolean mapsLargePage(PageDirectoryEntry entry) {
    return entry.isPresent()
        && mode() == PagingMode.BITS_32
        && format.levels().getFirst().mapsLargePage(entry.raw());
  }

  /// Everything mapped, merged and sorted by linear address.
  public Listing<MappedRange> ranges(int limit) {
    return ranges(PageFilter.ALL, limit);
  }

  /// The mapped pages that `filter` accepts, merged and sorted by linear address. Costs no more
  /// than the ranges it gives, however many pages there are.
  public Listing<MappedRange> ranges(PageFilter filter, int limit) {
    var first = new FirstRanges(limit);
    boolean complete = runs.forEach(run -> filter.pick(run, first));
    return first.listing(complete);
  }

  /// How much there is of everything.
  ///
  /// @param directory entries of the first table that are present
  /// @param tables tables below the first, each counted once; the first is none, even where it
  ///   refers to itself
  /// @param pages 4 KiB pages mapped, those that a self-reference maps included
  /// @param largePages larger pages mapped
  public record EntryCounts(int directory, int tables, int pages, int largePages) {}

  public EntryCounts entryCounts() {
    var pages = new int[2];
    runs.forEach(
        run -> {
          pages[run.isLarge() ? 1 : 0] += (int) (run.length() / run.pageLength());
          return true;
        });
    long present =
        tables.root().stream()
            .flatMapToLong(Arrays::stream)
            .filter(entry -> (entry & TableLevel.PRESENT) != 0)
            .count();
    long below = tables.referredTo().stream().filter(frame -> frame != format.rootFrame()).count();
    return new EntryCounts((int) present, (int) below, pages[0], pages[1]);
  }

  /// The frames that hold the tables, sorted, each once; those outside RAM left out.
  public List<FrameRange> pagingFrames() {
    return tables.frames();
  }

  /// The frames below 4 GiB that the processor would read as a table and that are not RAM.
  public List<FrameRange> unreadableFrames() {
    return FrameRanges.ofFrames(tables.unreadable());
  }

  /// The first table that the processor would read and that is not RAM, wherever it is.
  public Optional<PhysicalAddress> firstUnreadable() {
    return tables.unreadable().isEmpty()
        ? Optional.empty()
        : Optional.of(PhysicalAddress.ofFrame(tables.unreadable().first()));
  }

  /// What the processor does with one address.
  public Translation translate(LinearAddress linear) {
    if (mode().isNarrow() && !linear.fits32Bits()) {
      return new Translation.Failed(
          linear, "linear addresses end at 0xFFFFFFFF in this mode", List.of());
    }
    return switch (mode()) {
      case OFF ->
          new Translation.Mapped(
              linear, new PhysicalAddress(linear.value()), true, true, List.of());
      case LEVELS_5 ->
          new Translation.Failed(linear, "5-level paging is not decoded yet", List.of());
      case BITS_32, PAE, LEVELS_4 -> new Translator(tables, linear).translate();
    };
  }

  /// Every frame below 4 GiB that some page maps.
  public BitSet mappedFrames() {
    return mappedFrames(PageFilter.ALL);
  }

  /// The frames below 4 GiB that some page maps which `filter` accepts.
  public BitSet mappedFrames(PageFilter filter) {
    var frames = new BitSet();
    runs.forEach(
        run ->
            filter.pick(
                run,
                part -> {
                  long end = Math.min(1L << 32, part.physical() + part.length());
                  if (part.physical() < end) {
                    frames.set((int) (part.physical() >>> 12), (int) (end >>> 12));
                  }
                  return true;
                }));
    return frames;
  }

  private long[] directoryTable() {
    return mode() == PagingMode.BITS_32 ? tables.root().orElse(NONE) : NONE;
  }

  private static final long[] NONE = {};
}
