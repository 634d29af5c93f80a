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
  private static final int SYMBOL_SIZE = 16;
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
      if (table.section(index, 4) == SECTION_TYPE_SYMBOLS) {
        table.readSection(index);
      }
    }
    return List.copyOf(table.symbols);
  }

  private void readSection(int index) throws SubmissionRejectedException {
    long offset = section(index, 16);
    long size = section(index, 20);
    long strings = section(index, 24);
    file.place("symbol table", offset, size);
    if (strings >= header.sectionCount()
        || section((int) strings, 4) != SECTION_TYPE_STRINGS
        || section(index, 36) != SYMBOL_SIZE) {
      throw ImageBytes.invalid("its symbol table is not well-formed");
    }
    long names = section((int) strings, 16);
    long namesEnd = names + section((int) strings, 20);
    file.place("string table", names, namesEnd - names);
    long end = offset + Math.min(size / SYMBOL_SIZE, MOST_SYMBOLS) * SYMBOL_SIZE;
    for (long at = offset; at < end; at += SYMBOL_SIZE) {
      add(at, names, namesEnd);
    }
  }

  private void add(long at, long names, long namesEnd) throws SubmissionRejectedException {
    int information = file.u8(at + 12);
    Definition.Sort sort = sort(information & 0xF);
    boolean defined = file.u16(at + 14) != 0;
    long name = names + file.u32(at);
    if (sort == null || !defined || name >= namesEnd || symbols.size() == MOST_SYMBOLS) {
      return;
    }
    @Nullable String text = file.string(name, namesEnd, LONGEST_NAME);
    if (text != null && !text.isEmpty()) {
      symbols.add(
          new Definition(
              text,
              new LinearAddress(file.u32(at + 4)),
              file.u32(at + 8),
              sort,
              information >> 4 != 0));
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

  private long section(int index, int field) throws SubmissionRejectedException {
    return file.u32(header.sections() + (long) index * ElfHeader.SECTION_SIZE + field);
  }
}
