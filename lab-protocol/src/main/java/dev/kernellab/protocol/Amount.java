// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// A number: in the profile itself, or in the kernel's memory. In a profile: `32768`, `"0x8000"`,
/// or a place with what to do with the number there: `{symbol: memory_end, per: 4096}` is a fourth
/// of a thousandth of the four bytes at `memory_end`, rounded down.
public sealed interface Amount {

  record Constant(long value) implements Amount {}

  /// `value * times / per + plus`.
  ///
  /// @param bytes of the number in memory, least significant first: 1, 2 or 4
  record Value(Place at, int bytes, long times, long per, long plus) implements Amount {
    public Value {
      if (bytes != 1 && bytes != 2 && bytes != 4) {
        throw new IllegalArgumentException("bytes: expected 1, 2 or 4, got " + bytes);
      }
      if (times < 1 || per < 1) {
        throw new IllegalArgumentException("times, per: expected 1 or more");
      }
    }
  }

  static Amount of(long value) {
    return new Constant(value);
  }

  default Stream<String> symbols() {
    return switch (this) {
      case Constant it -> Stream.empty();
      case Value it -> it.at().symbols();
    };
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Amount parse(Object json) {
    if (!(json instanceof Map<?, ?> given)) {
      return new Constant(Fields.number("amount", json));
    }
    var fields = new Fields("amount", given);
    int bytes = (int) fields.number("bytes", 4);
    long times = fields.number("times", 1);
    long per = fields.number("per", 1);
    long plus = fields.number("plus", 0);
    Object at = fields.has("at") ? fields.take("at") : Map.copyOf(fields.rest());
    fields.rest().keySet().removeIf(name -> at instanceof Map<?, ?> rest && rest.containsKey(name));
    fields.requireNoneLeft();
    return new Value(Place.parse(at), bytes, times, per, plus);
  }

  @JsonValue
  default Object toJson() {
    return switch (this) {
      case Constant it -> it.value();
      case Value it -> {
        var json = new LinkedHashMap<String, Object>();
        json.put("at", it.at().toJson());
        json.put("bytes", it.bytes());
        json.put("times", it.times());
        json.put("per", it.per());
        json.put("plus", it.plus());
        yield json;
      }
    };
  }

  /// For a sentence: `32768`, `the number at frame_count`.
  default String words() {
    return switch (this) {
      case Constant it -> Long.toString(it.value());
      case Value it -> "the number at " + it.at().words();
    };
  }
}
