// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/// The answer to a [RunQuestion].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
  @JsonSubTypes.Type(RunAnswer.Screen.class),
  @JsonSubTypes.Type(RunAnswer.Memory.class),
  @JsonSubTypes.Type(RunAnswer.Refused.class)
})
public sealed interface RunAnswer {

  /// @param png the picture
  @JsonTypeName("screen")
  @SuppressWarnings("ArrayRecordComponent") // read-only by convention, and large
  record Screen(byte[] png) implements RunAnswer {
    /// Bytes of a picture; text modes need a few thousand.
    public static final int LARGEST = 4 << 20;
  }

  /// @param bytes as many as were asked for; zero where there is nothing to read
  /// @param unreadable where that is: no page is mapped, or it is not RAM
  @JsonTypeName("memory")
  @SuppressWarnings("ArrayRecordComponent") // read-only by convention
  record Memory(byte[] bytes, List<Gap> unreadable) implements RunAnswer {
    public Memory {
      unreadable = List.copyOf(unreadable);
    }
  }

  /// Bytes that could not be read.
  ///
  /// @param offset from the first byte asked for
  record Gap(int offset, int length) {}

  /// @param code of the problem that this is
  /// @param message for whoever asked
  @JsonTypeName("refused")
  record Refused(String code, String message) implements RunAnswer {}
}
