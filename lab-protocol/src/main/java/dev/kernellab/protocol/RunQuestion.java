// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/// What somebody wants to know of a machine now; answered with a [RunAnswer], never part of the
/// evidence.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "question")
@JsonSubTypes({
  @JsonSubTypes.Type(RunQuestion.Screen.class),
  @JsonSubTypes.Type(RunQuestion.Memory.class)
})
public sealed interface RunQuestion {

  /// What the VGA card shows.
  @JsonTypeName("screen")
  record Screen() implements RunQuestion {}

  /// Bytes of RAM. Of an interactive run only: reading takes the time of a machine that is graded.
  ///
  /// @param address of the first byte
  /// @param length 1 to [#MOST]
  @JsonTypeName("memory")
  record Memory(Space space, Hex64 address, int length) implements RunQuestion {
    /// 64 KiB.
    public static final int MOST = 1 << 16;

    public Memory {
      if (length < 1 || length > MOST) {
        throw new IllegalArgumentException("length: expected 1 to " + MOST + ", got " + length);
      }
    }
  }

  /// Which addresses are meant.
  enum Space {
    @JsonProperty("physical")
    PHYSICAL,
    /// As CR3 translates them at the moment.
    @JsonProperty("linear")
    LINEAR
  }
}
