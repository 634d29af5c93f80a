// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the kernel defines, by name (System V ABI, chapter 4, "Symbol Table").
final class SymbolTable {
  private static final int SECTION_TYPE_SYMBOLS = 2;
  private static final int SECTION_TYPE_STRINGS = 3;
  private static final int MOST_SYMBOLS = 50_000;
  private static final int LONGEST_NAME = 256;

  private final ImageBytes file;
  private final ElfHeader header;
  private final List<Definition> symbols = new ArrayList<>();

  private SymbolTable(ImageBytes file, ElfHeader header) {
    this.file = file;
    this.header = header;
  }

  /// Reads what there is; a stripped image has none. Symbols beyond the first 50,000 are left out.
  static List<Definition> read(ImageBytes file, ElfHeader header)
      throws SubmissionRejectedException {
    var table = new SymbolTable(file, header);
    for (int index = 0; index < header.sectionCount(); index++) {
      if (table.type(index) == SECTION_TYPE_SYMBOLS) {
        table.readSection(index);
      }
    }
    return List.copyOf(table.symbols);
  }

  private void readSection(int index) throws SubmissionRejectedException {
    boolean wide = header.wide();
    int symbolSize = wide ? 24 : 16;
    long offset = place(index);
    long size = size(index);
    long strings = file.u32(header.section(index) + (wide ? 40 : 24));
    file.place("symbol table", offset, size);
    if (strings >= header.sectionCount()
        || type((int) strings) != SECTION_TYPE_STRINGS
        || file.word(header.section(index) + (wide ? 56 : 36), wide) != symbolSize) {
      throw ImageBytes.invalid("its symbol table is not well-formed");
    }
    long names = place((int) strings);
    long namesEnd = names + size((int) strings);
    file.place("string table", names, namesEnd - names);
    long end = offset + Math.min(size / symbolSize, MOST_SYMBOLS) * symbolSize;
    for (long at = offset; at < end; at += symbolSize) {
      add(at, names, namesEnd);
    }
  }

  private void add(long at, long names, long namesEnd) throws SubmissionRejectedException {
    boolean wide = header.wide();
    int information = file.u8(at + (wide ? 4 : 12));
    Definition.Sort sort = sort(information & 0xF);
    boolean defined = file.u16(at + (wide ? 6 : 14)) != 0;
    long value = file.word(at + (wide ? 8 : 4), wide);
    long name = names + file.u32(at);
    if (sort == null
        || !defined
        || !LinearAddress.isCanonical(value)
        || name >= namesEnd
        || symbols.size() == MOST_SYMBOLS) {
      return;
    }
    @Nullable String text = file.string(name, namesEnd, LONGEST_NAME);
    if (text != null && !text.isEmpty()) {
      long size = file.word(at + (wide ? 16 : 8), wide);
      symbols.add(
          new Definition(text, new LinearAddress(value), size, sort, information >> 4 != 0));
    }
  }

  /// Null for names of sections and source files.
  private static Definition.@Nullable Sort sort(int type) {
    return switch (type) {
      case 0 -> Definition.Sort.OTHER;
      case 1 -> Definition.Sort.DATA;
      case 2 -> Definition.Sort.FUNCTION;
      default -> null;
    };
  }

  private long type(int index) throws SubmissionRejectedException {
    return file.u32(header.section(index) + 4);
  }

  private long place(int index) throws SubmissionRejectedException {
    return file.word(header.section(index) + (header.wide() ? 24 : 16), header.wide());
  }

  private long size(int index) throws SubmissionRejectedException {
    return file.word(header.section(index) + (header.wide() ? 32 : 20), header.wide());
  }
}
