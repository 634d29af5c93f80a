// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Where something of a kernel lies. Linear places are translated by the page tables of the moment
/// looked at. In a profile: `"0x00060000"` is physical; `{linear: "0xC0101000"}`; `{symbol: NAME,
/// offset: 8}`, where `offset` reaches a field; `{pointer: PLACE, holds: physical, offset: 4}`, the
/// place that a 32-bit pointer at PLACE leads to, and `{pointer: NAME}` for short.
public sealed interface Place {

  record Physical(PhysicalAddress at) implements Place {}

  record Linear(LinearAddress at) implements Place {}

  /// @param offset bytes from the symbol on
  record Symbol(String symbol, int offset) implements Place {}

  /// @param at where the pointer lies
  /// @param offset bytes from where it leads to
  record Pointer(Place at, Holds holds, int offset) implements Place {}

  /// What a pointer holds.
  enum Holds {
    @JsonProperty("linear")
    LINEAR,
    @JsonProperty("physical")
    PHYSICAL
  }

  /// The symbols that have to be known to find this place.
  default Stream<String> symbols() {
    return switch (this) {
      case Physical it -> Stream.empty();
      case Linear it -> Stream.empty();
      case Symbol it -> Stream.of(it.symbol());
      case Pointer it -> it.at().symbols();
    };
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Place parse(Object json) {
    if (json instanceof String address) {
      return new Physical(PhysicalAddress.parse(address));
    }
    if (!(json instanceof Map<?, ?> given)) {
      throw new IllegalArgumentException(
          "place: expected a physical address like \"0x00060000\", or symbol, pointer or linear");
    }
    var fields = new Fields("place", given);
    Place place =
        switch (fields.oneOf("symbol", "pointer", "linear")) {
          case "symbol" -> new Symbol(fields.text("symbol"), (int) fields.number("offset", 0));
          case "linear" -> new Linear(LinearAddress.parse(fields.text("linear")));
          default -> pointer(fields);
        };
    fields.requireNoneLeft();
    return place;
  }

  private static Pointer pointer(Fields fields) {
    Object at = fields.take("pointer");
    Place place = at instanceof String name ? new Symbol(name, 0) : parse(at);
    Holds holds =
        switch (fields.textOr("holds", "linear")) {
          case "linear" -> Holds.LINEAR;
          case "physical" -> Holds.PHYSICAL;
          default -> throw new IllegalArgumentException("holds: expected linear or physical");
        };
    return new Pointer(place, holds, (int) fields.number("offset", 0));
  }

  @JsonValue
  default Object toJson() {
    var json = new LinkedHashMap<String, Object>();
    switch (this) {
      case Physical it -> {
        return it.at().toJson();
      }
      case Linear it -> json.put("linear", it.at().toJson());
      case Symbol it -> {
        json.put("symbol", it.symbol());
        json.put("offset", it.offset());
      }
      case Pointer it -> {
        json.put("pointer", it.at().toJson());
        json.put("holds", it.holds().name().toLowerCase(Locale.ROOT));
        json.put("offset", it.offset());
      }
    }
    return json;
  }

  /// For a sentence: `frame_bitmap + 8`, `what frame_bitmap points to`.
  default String words() {
    return switch (this) {
      case Physical it -> it.at().toJson();
      case Linear it -> "linear " + it.at().toJson();
      case Symbol it -> it.symbol() + plus(it.offset());
      case Pointer it -> "what " + it.at().words() + " points to" + plus(it.offset());
    };
  }

  private static String plus(int offset) {
    return offset == 0 ? "" : " + " + offset;
  }
}
