// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a kernel's image tells of itself.
///
/// @param loaded the frames that it is loaded into
/// @param data what it defines that is no code, each name once
public record ImageData(List<FrameRange> loaded, List<Datum> data) {

  /// @param bytes how large the image says it is
  public record Datum(String name, LinearAddress at, long bytes) {}

  public ImageData {
    loaded = List.copyOf(loaded);
    data = List.copyOf(data);
  }

  Map<String, LinearAddress> addresses() {
    var addresses = new HashMap<String, LinearAddress>();
    data.forEach(it -> addresses.put(it.name(), it.at()));
    return addresses;
  }
}
