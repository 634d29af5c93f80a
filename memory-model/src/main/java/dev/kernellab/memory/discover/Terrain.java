// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.LinearMemory;
import dev.kernellab.memory.Translation;
import dev.kernellab.memory.allocator.AllocatorReader;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.memory.allocator.KernelData;
import dev.kernellab.memory.discover.ImageData.Datum;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/// The ground on which an account is looked for: a kernel at one moment.
///
/// @param words of the image's data, those of large arrays left out
record Terrain(
    Standstill moment,
    AddressSpace space,
    LinearMemory linear,
    ImageData image,
    Witnesses witnesses,
    List<Word> words) {
  private static final int LARGEST_STRUCTURE = 4_096;
  private static final int MOST_WORDS = 16_384;
  private static final int MOST_POINTERS = 256;

  /// Four bytes of the kernel's data.
  record Word(Datum datum, int offset, long value) {
    Place.Symbol place() {
      return new Place.Symbol(datum.name(), offset);
    }

    LinearAddress at() {
      return new LinearAddress(datum.at().value() + offset);
    }
  }

  static Terrain of(Standstill moment, ImageData image) {
    AddressSpace space = AddressSpace.read(moment.registers(), moment.memory());
    var linear = new LinearMemory(space, moment.memory());
    Witnesses witnesses = Witnesses.of(moment, space, image);
    List<Word> words = words(linear, image, witnesses);
    return new Terrain(moment, space, linear, image, witnesses, words);
  }

  /// Page tables are left out: what is in them only looks like pointers.
  private static List<Word> words(LinearMemory linear, ImageData image, Witnesses witnesses) {
    var words = new ArrayList<Word>();
    for (Datum datum : image.data()) {
      if (datum.bytes() > LARGEST_STRUCTURE
          || !datum.at().fits32Bits()
          || isTable(linear, datum, witnesses)) {
        continue;
      }
      for (int offset = 0; offset + 4 <= datum.bytes() && words.size() < MOST_WORDS; offset += 4) {
        int at = offset;
        linear
            .word(datum.at().value() + at)
            .ifPresent(value -> words.add(new Word(datum, at, value)));
      }
    }
    return List.copyOf(words);
  }

  private static boolean isTable(LinearMemory linear, Datum datum, Witnesses witnesses) {
    return linear.space().translate(datum.at()) instanceof Translation.Mapped it
        && witnesses.tables().get((int) it.physical().frame());
  }

  /// Words that lead to RAM, each place once.
  List<Word> pointers() {
    var seen = new HashSet<Long>();
    return words.stream()
        .filter(it -> frameAt(it.value()).isPresent() && seen.add(it.value()))
        .limit(MOST_POINTERS)
        .toList();
  }

  AllocatorReading read(AllocatorProfile profile) {
    var data = new KernelData(moment.memory(), space, image.addresses());
    return AllocatorReader.read(profile, data);
  }

  /// The frame of RAM at a linear address, if there is one.
  OptionalInt frameAt(long linearAddress) {
    return LinearAddress.isCanonical(linearAddress)
            && space.translate(new LinearAddress(linearAddress)) instanceof Translation.Mapped it
            && it.physical().frame() < 1 << 20
            && witnesses.ram().get((int) it.physical().frame())
        ? OptionalInt.of((int) it.physical().frame())
        : OptionalInt.empty();
  }

  /// One more than the last frame of RAM.
  int top() {
    return witnesses.ram().length();
  }
}
