// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.ControlRegisters;
import dev.kernellab.memory.PhysicalMemory;
import dev.kernellab.memory.Translation;
import dev.kernellab.protocol.LinearAddress;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our walk through random tables, well-formed and malformed, against QEMU's own: `gva2gpa` for
/// where an address leads, `info mem` for what may be done there. Only reserved bits are ours
/// alone: QEMU's monitor does not look at them, its processor does.
class TranslationOracleIT {
  private static final long SEED = 20_260_101;
  private static final int MEGABYTES = 16;
  private static final int TABLES_A_MODE = 12;
  private static final int ADDRESSES = 250;
  private static final int MOST_RANGES = 3_000;

  /// Tables lie in the frames from here on.
  private static final int FIRST = 0x400;

  private static final int FRAMES = 24;
  private static final Pattern RIGHTS =
      Pattern.compile(
          "^([0-9a-f]{8,16})-([0-9a-f]{8,16}) [0-9a-f]{8,16} ([-u])r([-w])\\s*$",
          Pattern.MULTILINE);

  private enum Mode {
    BITS_32(4, 0, 0, 32),
    BITS_32_WITH_LARGE_PAGES(4, 0x10, 0, 32),
    PAE(8, 0x20, 0, 32),
    FOUR_LEVELS(8, 0x20, 0xD00, 48);

    private final int entryBytes;
    private final long cr4;
    private final long efer;
    private final int linearBits;

    Mode(int entryBytes, long cr4, long efer, int linearBits) {
      this.entryBytes = entryBytes;
      this.cr4 = cr4;
      this.efer = efer;
      this.linearBits = linearBits;
    }
  }

  @TempDir Path folder;

  @Test
  void weTranslateAsQemuDoes() throws Exception {
    var random = new Random(SEED);
    int compared = 0;
    int mapped = 0;
    int ranges = 0;
    try (var machine = new PausedMachine(folder, MEGABYTES)) {
      for (Mode mode : Mode.values()) {
        for (int round = 0; round < TABLES_A_MODE; round++) {
          boolean sparse = round % 2 == 0;
          drawTables(random, mode, machine, sparse ? 3 : 100);
          long cr3 = root(random, mode);
          machine.translateBy(cr3, mode.cr4, mode.efer);
          AddressSpace space =
              AddressSpace.read(
                  new ControlRegisters(0x8000_0001L, cr3, mode.cr4, mode.efer), memory(machine));
          String where = "seed %d, %s, tables %d, CR3 0x%X".formatted(SEED, mode, round, cr3);
          List<Long> addresses = addresses(random, mode, space);
          List<String> answers =
              machine.lastLines(
                  addresses.stream().map(it -> "gva2gpa 0x%x".formatted(it)).toList());
          for (int i = 0; i < answers.size(); i++) {
            compared += compare(space, addresses.get(i), answers.get(i), where);
            mapped += answers.get(i).startsWith("gpa:") ? 1 : 0;
          }
          if (sparse && space.isReadable() && !space.ranges(MOST_RANGES).truncated()) {
            ranges += compareRights(space, machine.ask("info mem"), where);
          }
        }
      }
    }
    assertThat(compared).as("addresses compared, seed %d", SEED).isGreaterThan(8_000);
    assertThat(mapped).as("of them mapped, seed %d", SEED).isBetween(3_000, compared - 1_000);
    assertThat(ranges).as("ranges of rights compared, seed %d", SEED).isGreaterThan(1_000);
  }

  /// @return 1 when there was something to compare
  private static int compare(AddressSpace space, long linear, String answer, String where) {
    String ours =
        switch (space.translate(new LinearAddress(linear))) {
          case Translation.Mapped it -> "gpa: %#x".formatted(it.physical().value());
          case Translation.Failed it -> it.reason().contains("reserved") ? "" : "Unmapped";
        };
    if (ours.isEmpty() || isBeyondRam(space, linear)) {
      return 0;
    }
    assertThat(answer.strip()).as("%s, linear 0x%X", where, linear).isEqualTo(ours);
    return 1;
  }

  /// QEMU reads a table that is not RAM as whatever the bus gives; we say that there is none.
  private static boolean isBeyondRam(AddressSpace space, long linear) {
    return space.translate(new LinearAddress(linear)) instanceof Translation.Failed it
        && it.reason().contains("outside RAM");
  }

  /// @return how many ranges QEMU tells of
  private static int compareRights(AddressSpace space, String answer, String where) {
    int ranges = 0;
    for (Matcher range = RIGHTS.matcher(answer); range.find(); ranges++) {
      long start = Long.parseUnsignedLong(range.group(1), 16);
      if (space.translate(new LinearAddress(start)) instanceof Translation.Mapped it) {
        assertThat(it.user()).as("%s, %s", where, it).isEqualTo(range.group(3).equals("u"));
        assertThat(it.writable()).as("%s, %s", where, it).isEqualTo(range.group(4).equals("w"));
      }
    }
    return ranges;
  }

  /// Tables that mostly refer to each other, and to pages of any kind; some to themselves, some
  /// outside RAM, some with bits that must not be set.
  private static void drawTables(Random random, Mode mode, PausedMachine machine, int densest) {
    for (int frame = FIRST; frame < FIRST + FRAMES; frame++) {
      int density = random.nextInt(1, densest);
      for (int index = 0; index < 4096 / mode.entryBytes; index++) {
        long entry = random.nextInt(100) < density ? entry(random, mode, frame) : 0;
        int at = frame * 4096 + index * mode.entryBytes;
        if (mode.entryBytes == 4) {
          machine.ram().putInt(at, (int) entry);
        } else {
          machine.ram().putLong(at, entry);
        }
      }
    }
  }

  private static long entry(Random random, Mode mode, int self) {
    long flags = random.nextInt(1 << 12) & ~(random.nextInt(4) == 0 ? 0 : 0x80) | 1;
    long frame =
        switch (random.nextInt(20)) {
          case 0 -> self;
          case 1 -> random.nextInt(1 << 20);
          case 2 -> random.nextLong(1L << (mode.entryBytes == 4 ? 20 : 40));
          default -> FIRST + random.nextInt(FRAMES);
        };
    long stray = mode == Mode.PAE && random.nextInt(50) == 0 ? 1L << (52 + random.nextInt(12)) : 0;
    return frame << 12 | flags & (random.nextInt(10) == 0 ? ~1L : ~0L) | stray;
  }

  private static long root(Random random, Mode mode) {
    long frame = random.nextInt(12) == 0 ? 0x4_0000L : FIRST + random.nextInt(FRAMES);
    int low = mode == Mode.PAE ? random.nextInt(128) << 5 : random.nextInt(4) << 3;
    return frame << 12 | low;
  }

  /// Anywhere, and close to where something is mapped.
  private static List<Long> addresses(Random random, Mode mode, AddressSpace space) {
    var addresses = new ArrayList<Long>();
    var ranges = space.ranges(200).items();
    for (int i = 0; i < ADDRESSES; i++) {
      if (i % 2 == 0 && !ranges.isEmpty()) {
        var range = ranges.get(random.nextInt(ranges.size()));
        addresses.add(canonical(range.virtual().value() + random.nextLong(range.length()), mode));
      } else {
        addresses.add(canonical(random.nextLong(), mode));
      }
    }
    return addresses;
  }

  private static long canonical(long address, Mode mode) {
    int unused = 64 - mode.linearBits;
    return mode.linearBits == 32 ? address & 0xFFFF_FFFFL : address << unused >> unused;
  }

  private static PhysicalMemory memory(PausedMachine machine) {
    return frame ->
        frame >= MEGABYTES * 256L
            ? Optional.empty()
            : Optional.of(
                machine
                    .ram()
                    .slice((int) frame * 4096, 4096)
                    .asReadOnlyBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN));
  }
}
