// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.PhysicalMemory;
import dev.kernellab.memory.Translation;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Place;
import dev.kernellab.protocol.Profile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A kernel's own data, found as the profile describes and translated as the kernel's processor
/// would at that moment.
///
/// @param symbols where the image defines what the profile names
public record KernelData(
    PhysicalMemory memory, AddressSpace space, Map<String, LinearAddress> symbols) {
  /// Bytes of one structure: a table of 1,048,576 entries of four.
  static final int LONGEST = 4 << 20;

  private static final int PAGE = PhysicalAddress.FRAME_SIZE;

  /// An address of either kind.
  record Location(boolean linear, long address) {
    Location plus(long bytes) throws UnreadableException {
      long sum = address + bytes;
      if (sum < 0 || sum >>> 32 != 0) {
        throw new UnreadableException("an address outside 4 GiB, 0x%X".formatted(sum));
      }
      return new Location(linear, sum);
    }
  }

  /// Something that was looked for.
  ///
  /// @param problem why it was not found, as a sentence
  public record Outcome<T>(@Nullable T value, @Nullable String problem) {}

  private interface Search<T> {
    T find() throws UnreadableException;
  }

  private static <T> Outcome<T> outcome(Search<T> search) {
    try {
      return new Outcome<>(search.find(), null);
    } catch (UnreadableException | ArithmeticException e) {
      return new Outcome<>(null, String.valueOf(e.getMessage()));
    }
  }

  /// Where a place is in physical memory.
  public Outcome<PhysicalAddress> find(Place place) {
    return outcome(() -> physical(locate(place), place.words()));
  }

  /// Where a place is in linear addresses; a physical place is in none.
  public Outcome<LinearAddress> linear(Place place) {
    return outcome(
        () -> {
          Location at = locate(place);
          if (!at.linear()) {
            throw new UnreadableException(place.words() + " is no linear address");
          }
          return new LinearAddress(at.address());
        });
  }

  /// A count of frames.
  public Outcome<Long> count(Amount amount) {
    return outcome(() -> number(amount, "the count", 0, 0xFFFF_FFFFL));
  }

  /// The first tables that the structures of a linked list name; none when its head is a null
  /// pointer.
  public Outcome<List<PhysicalAddress>> firstTables(Place first, Profile.DirectoryList list) {
    return outcome(
        () -> {
          var tables = new ArrayList<PhysicalAddress>();
          long node = first instanceof Place.Pointer it ? word(locate(it.at()), it.words()) : -1;
          Location at = node == 0 ? null : locate(first);
          while (at != null && tables.size() < Profile.DirectoryList.MOST) {
            long table = word(at.plus(list.table()), first.words());
            if (table != 0) {
              boolean linear = list.holds() == Place.Holds.LINEAR;
              tables.add(physical(new Location(linear, table), "the table of " + first.words()));
            }
            long next = word(at.plus(list.next()), first.words());
            at = next == 0 ? null : new Location(at.linear(), next);
          }
          return tables;
        });
  }

  Location locate(Place place) throws UnreadableException {
    return switch (place) {
      case Place.Physical it -> new Location(false, 0).plus(it.at().value());
      case Place.Linear it -> new Location(true, 0).plus(it.at().value());
      case Place.Symbol it -> {
        LinearAddress at = symbols.get(it.symbol());
        if (at == null) {
          throw new UnreadableException(
              "the image defines no symbol \"%s\"; ./lab profile check tells which it does"
                  .formatted(it.symbol()));
        }
        yield new Location(true, at.value()).plus(it.offset());
      }
      case Place.Pointer it -> {
        long pointer = word(locate(it.at()), it.at().words());
        boolean linear = it.holds() == Place.Holds.LINEAR;
        if (pointer == 0) {
          throw new UnreadableException(it.at().words() + " is a null pointer");
        }
        yield new Location(linear, pointer).plus(it.offset());
      }
    };
  }

  /// Where something lies in physical memory.
  ///
  /// @param what for the message
  PhysicalAddress physical(Location at, String what) throws UnreadableException {
    if (!at.linear()) {
      return new PhysicalAddress(at.address());
    }
    return switch (space.translate(new LinearAddress(at.address()))) {
      case Translation.Mapped it -> it.physical();
      case Translation.Failed it ->
          throw new UnreadableException(
              "%s, at %s, is not mapped: %s".formatted(what, it.linear(), it.reason()));
    };
  }

  /// Four bytes.
  long word(Location at, String what) throws UnreadableException {
    PhysicalAddress physical = physical(at, what);
    if (physical.value() % PAGE > PAGE - 4) {
      return Integer.toUnsignedLong(bytes(at, 4, what).getInt(0));
    }
    OptionalLong word = memory.word(physical);
    if (word.isEmpty()) {
      throw outsideRam(what, physical);
    }
    return word.getAsLong();
  }

  /// Many bytes in a row, in linear or physical addresses.
  ByteBuffer bytes(Location at, long length, String what) throws UnreadableException {
    if (length > LONGEST) {
      throw new UnreadableException(
          "%s would be %,d bytes long; the lab reads up to %,d".formatted(what, length, LONGEST));
    }
    List<PhysicalAddress> pieces = pieces(at, length, what);
    memory.expect(
        pieces.stream()
            .map(PhysicalAddress::frame)
            .filter(frame -> frame < 1 << 20)
            .map(frame -> new FrameRange(frame.intValue(), 1))
            .sorted((a, b) -> Integer.compare(a.first(), b.first()))
            .toList());
    ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    for (PhysicalAddress piece : pieces) {
      Optional<ByteBuffer> frame = memory.frame(piece.frame());
      if (frame.isEmpty()) {
        throw outsideRam(what, piece);
      }
      int offset = (int) (piece.value() % PAGE);
      int count = Math.min(bytes.remaining(), PAGE - offset);
      bytes.put(frame.get().slice(offset, count));
    }
    return bytes.flip();
  }

  /// A number from the profile or from memory, checked.
  ///
  /// @param field for the message
  long number(Amount amount, String field, long least, long most) throws UnreadableException {
    long number =
        switch (amount) {
          case Amount.Constant it -> it.value();
          case Amount.Value it -> {
            long raw = word(locate(it.at()), it.at().words());
            long kept = it.bytes() == 4 ? raw : raw & (1L << 8 * it.bytes()) - 1;
            yield Math.multiplyExact(kept, it.times()) / it.per() + it.plus();
          }
        };
    if (number < least || number > most) {
      throw new UnreadableException(
          "%s is %,d, by %s; expected %,d to %,d"
              .formatted(field, number, amount.words(), least, most));
    }
    return number;
  }

  private List<PhysicalAddress> pieces(Location at, long length, String what)
      throws UnreadableException {
    var pieces = new ArrayList<PhysicalAddress>();
    for (long done = 0; done < length; ) {
      PhysicalAddress piece = physical(at.plus(done), what);
      pieces.add(piece);
      done += PAGE - piece.value() % PAGE;
    }
    return pieces;
  }

  private static UnreadableException outsideRam(String what, PhysicalAddress at) {
    return new UnreadableException(what + ", at " + at + ", is outside RAM");
  }
}
