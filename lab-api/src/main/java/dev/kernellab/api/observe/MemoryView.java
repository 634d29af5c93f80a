// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunQuestion;
import java.util.HexFormat;
import java.util.List;

/// Bytes of memory, for people to look at.
///
/// @param bytes two hexadecimal digits each; zero where nothing could be read
/// @param unreadable where that is
public record MemoryView(
    RunQuestion.Space space, Hex64 address, String bytes, List<RunAnswer.Gap> unreadable) {

  public static MemoryView of(RunQuestion.Memory question, RunAnswer.Memory answer) {
    return new MemoryView(
        question.space(),
        question.address(),
        HexFormat.of().formatHex(answer.bytes()),
        answer.unreadable());
  }

  /// What three parameters of a request ask for.
  ///
  /// @throws IllegalArgumentException naming the one that makes no sense
  public static RunQuestion.Memory question(String space, String address, int length) {
    RunQuestion.Space asked =
        switch (space) {
          case "physical" -> RunQuestion.Space.PHYSICAL;
          case "linear" -> RunQuestion.Space.LINEAR;
          default -> throw new IllegalArgumentException("space: expected physical or linear");
        };
    return new RunQuestion.Memory(asked, Hex64.parse(address), length);
  }
}
