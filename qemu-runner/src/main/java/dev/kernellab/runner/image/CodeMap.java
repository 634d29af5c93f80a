// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.protocol.CodePlace;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunEvent.CodeNamed;
import dev.kernellab.protocol.RunEvent.CodeNamed.CodeRange;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Where an image has code, and which function an address belongs to.
///
/// @param text executable sections, sorted by address
/// @param hasLines it has debug information that knows source lines
public record CodeMap(
    List<CodeRange> text,
    boolean hasLines,
    NavigableMap<LinearAddress, Definition> functions,
    List<Load> loads) {
  private static final int FLAG_EXECUTABLE = 4;

  /// A label says nothing of what lies farther away.
  private static final long FARTHEST = 1 << 20;

  private static final Comparator<Definition> BEST =
      Comparator.comparing((Definition it) -> it.sort() == Definition.Sort.FUNCTION)
          .thenComparing(Definition::global);

  /// A part of the image that is loaded elsewhere than it runs.
  record Load(long physical, long linear, long size) {}

  /// @param image one that has been read as [KernelImage] before
  public static CodeMap read(byte[] image) throws SubmissionRejectedException {
    var file = new ImageBytes(image);
    ElfHeader header = ElfHeader.read(file);
    var text = new ArrayList<CodeRange>();
    boolean lines = false;
    for (int index = 0; index < header.sectionCount(); index++) {
      boolean wide = header.wide();
      long at = header.section(index);
      long start = file.word(at + (wide ? 16 : 12), wide);
      long end = start + file.word(at + (wide ? 32 : 20), wide);
      boolean executable = (file.u32(at + 8) & FLAG_EXECUTABLE) != 0;
      if (executable && isRange(start, end, wide) && text.size() < CodeNamed.MOST) {
        text.add(new CodeRange(new LinearAddress(start), new LinearAddress(end)));
      }
      lines |= ".debug_line".equals(name(file, header, file.u32(at)));
    }
    text.sort(Comparator.comparing(CodeRange::start));
    var functions = new TreeMap<LinearAddress, Definition>();
    for (Definition it : SymbolTable.read(file, header)) {
      if (it.sort() != Definition.Sort.DATA && contains(text, it.address())) {
        functions.merge(
            it.address(), it, (one, other) -> BEST.compare(one, other) < 0 ? other : one);
      }
    }
    List<Load> loads =
        Segments.read(file, header).loaded().stream()
            .map(it -> new Load(it.physical(), it.linear(), it.memorySize()))
            .toList();
    return new CodeMap(List.copyOf(text), lines, functions, loads);
  }

  private static boolean isRange(long start, long end, boolean wide) {
    return Long.compareUnsigned(start, end) < 0
        && LinearAddress.isCanonical(start)
        && LinearAddress.isCanonical(end)
        && (wide || end >>> 32 == 0);
  }

  private static String name(ImageBytes file, ElfHeader header, long offset)
      throws SubmissionRejectedException {
    boolean wide = header.wide();
    int names = file.u16(wide ? 62 : 50);
    if (names >= header.sectionCount()) {
      return "";
    }
    long at = header.section(names);
    long start = file.word(at + (wide ? 24 : 16), wide);
    long size = file.word(at + (wide ? 32 : 20), wide);
    if (start < 0 || start > file.length() || size < 0) {
      return "";
    }
    long end = Math.min(file.length(), start + Math.min(size, file.length()));
    if (start + offset >= end) {
      return "";
    }
    String name = file.string(start + offset, end, 64);
    return name == null ? "" : name;
  }

  /// The function that an address lies in, without its line.
  public Optional<CodePlace> place(LinearAddress address) {
    LinearAddress linked = linked(address);
    Map.Entry<LinearAddress, Definition> before = functions.floorEntry(linked);
    if (before == null || !contains(text, linked)) {
      return Optional.empty();
    }
    long offset = linked.value() - before.getKey().value();
    long size = before.getValue().size();
    return offset >= (size == 0 ? FARTHEST : size)
        ? Optional.empty()
        : Optional.of(new CodePlace(address, before.getValue().name(), offset, null, null));
  }

  /// Where the linker put what runs at an address: code that runs before paging is on, or in an
  /// identity mapping, may run where it was loaded.
  public LinearAddress linked(LinearAddress address) {
    if (contains(text, address)) {
      return address;
    }
    for (Load load : loads) {
      long offset = address.value() - load.physical();
      if (offset >= 0 && offset < load.size()) {
        return new LinearAddress(load.linear() + offset);
      }
    }
    return address;
  }

  private static boolean contains(List<CodeRange> text, LinearAddress address) {
    return text.stream()
        .anyMatch(it -> address.compareTo(it.start()) >= 0 && address.compareTo(it.end()) < 0);
  }
}
