// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import dev.kernellab.protocol.CodePlace;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunEvent.CodeNamed;
import dev.kernellab.protocol.RunEvent.CodeNamed.CodeRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the kernel's image says of its code, told at the end of a run.
public record NamedCode(Map<LinearAddress, CodePlace> places, List<CodeRange> text) {
  /// Before the end, and of an image without symbols.
  public static final NamedCode NOTHING = new NamedCode(Map.of(), List.of());

  public static NamedCode of(CodeNamed event) {
    var places = new HashMap<LinearAddress, CodePlace>();
    event.places().forEach(place -> places.put(place.address(), place));
    return new NamedCode(places, event.text());
  }

  Optional<CodePlace> place(LinearAddress address) {
    return Optional.ofNullable(places.get(address));
  }

  /// True where that is not known.
  boolean isCode(long linear) {
    return text.isEmpty()
        || text.stream().anyMatch(it -> linear >= it.start().value() && linear < it.end().value());
  }
}
