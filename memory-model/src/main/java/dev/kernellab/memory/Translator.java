// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.memory.Translation.Failed;
import dev.kernellab.memory.Translation.Mapped;
import dev.kernellab.memory.Translation.Step;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.List;

/// Translates one address and tells every step (Intel SDM vol. 3, figures 4-2 to 4-10).
final class Translator {
  private final PagingTables tables;
  private final LinearAddress linear;
  private final List<Step> steps = new ArrayList<>();

  Translator(PagingTables tables, LinearAddress linear) {
    this.tables = tables;
    this.linear = linear;
  }

  Translation translate() {
    List<TableLevel> levels = tables.format().levels();
    long[] table = tables.root().orElse(null);
    long tableAddress = tables.format().root();
    boolean writable = true;
    boolean user = true;
    for (TableLevel level : levels) {
      if (table == null) {
        return failed(
            level.level().table() + " at " + new PhysicalAddress(tableAddress) + " is outside RAM");
      }
      int index = level.indexOf(linear.value());
      long entry = table[index];
      steps.add(step(level, index, entry, tableAddress));
      if ((entry & TableLevel.PRESENT) == 0) {
        return failed(path() + " is not present");
      }
      if (level.violated(entry) != 0) {
        return failed(path() + violation(level, entry));
      }
      writable &= level.grantsWriting(entry);
      user &= level.grantsUser(entry);
      long address = level.address(entry);
      if (level.mapsPage(entry)) {
        var physical = new PhysicalAddress(address + (linear.value() & (level.reach() - 1)));
        return new Mapped(linear, physical, writable, user, steps);
      }
      table = tables.at(address >>> 12);
      tableAddress = address;
    }
    throw new IllegalStateException("the last level maps pages");
  }

  private Failed failed(String reason) {
    return new Failed(linear, reason, steps);
  }

  /// `PTE 3 of PDE 960`.
  private String path() {
    List<String> names =
        steps.reversed().stream().map(step -> step.level() + " " + step.index()).toList();
    return String.join(" of ", names);
  }

  private static String violation(TableLevel level, long entry) {
    int bit = Long.numberOfTrailingZeros(level.violated(entry));
    return level.mapsLargePage(entry)
        ? " maps %d MiB with reserved bit %d set".formatted(level.reach() >> 20, bit)
        : " has reserved bit %d set".formatted(bit);
  }

  static Step step(TableLevel level, int index, long entry, long table) {
    boolean present = (entry & TableLevel.PRESENT) != 0;
    return new Step(
        level.level(),
        index,
        new PhysicalAddress(table + (long) index * level.entryBytes()),
        new Hex64(entry),
        present,
        level.grantsWriting(entry),
        level.grantsUser(entry),
        present && level.mapsLargePage(entry),
        present ? new PhysicalAddress(level.address(entry)) : null);
  }
}
