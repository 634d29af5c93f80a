// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the image says of an address of its code.
///
/// @param function the symbol that the address lies behind
/// @param offset bytes from that symbol on
/// @param file source file, by the image's debug information; absent without
/// @param line from 1 on
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CodePlace(
    LinearAddress address,
    String function,
    long offset,
    @Nullable String file,
    @Nullable Integer line) {
  /// Characters of a function's name, or of a file's.
  public static final int LONGEST_NAME = 256;

  /// `panic (panic.c:31)`, or `panic+0x1C` where the line is not known.
  public String words() {
    if (file != null && line != null) {
      return function + " (" + file.substring(file.lastIndexOf('/') + 1) + ":" + line + ")";
    }
    return offset == 0
        ? function
        : function + "+0x" + Long.toHexString(offset).toUpperCase(Locale.ROOT);
  }
}
