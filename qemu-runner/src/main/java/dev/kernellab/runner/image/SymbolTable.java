// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names and linear addresses of what the kernel defines globally (System V ABI, chapter 4, "Symbol
/// Table").
final class SymbolTable {
  private static final int SECTION_TYPE_SYMBOLS = 2;
  private static final int SECTION_TYPE_STRINGS = 3;
  private static final int SYMBOL_SIZE = 16;
  private static final int MOST_SYMBOLS = 50_000;
  private static final int LONGEST_NAME = 256;

  private final ImageBytes file;
  private final ElfHeader header;
  private final Map<String, LinearAddress> symbols = new HashMap<>();

  private SymbolTable(ImageBytes file, ElfHeader header) {
    this.file = file;
    this.header = header;
  }

  /// Reads what there is; a stripped image has none. Symbols beyond the first 50,000 are left out.
  static Map<String, LinearAddress> read(ImageBytes file, ElfHeader header)
      throws SubmissionRejectedException {
    var table = new SymbolTable(file, header);
    for (int index = 0; index < header.sectionCount(); index++) {
      if (table.section(index, 4) == SECTION_TYPE_SYMBOLS) {
        table.readSection(index);
      }
    }
    return Map.copyOf(table.symbols);
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
    boolean global = file.u8(at + 12) >> 4 != 0;
    boolean defined = file.u16(at + 14) != 0;
    long name = names + file.u32(at);
    if (!global || !defined || name >= namesEnd || symbols.size() == MOST_SYMBOLS) {
      return;
    }
    @Nullable String text = file.string(name, namesEnd, LONGEST_NAME);
    if (text != null && !text.isEmpty()) {
      symbols.putIfAbsent(text, new LinearAddress(file.u32(at + 4)));
    }
  }

  private long section(int index, int field) throws SubmissionRejectedException {
    return file.u32(header.sections() + (long) index * ElfHeader.SECTION_SIZE + field);
  }
}
