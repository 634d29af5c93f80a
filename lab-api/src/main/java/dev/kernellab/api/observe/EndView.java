// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.memory.end.Statement;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a run ended, explained from its last snapshot.
///
/// @param snapshot the snapshot it is read from
/// @param headline what happened, in a sentence or two
/// @param statements what the evidence shows, the most important first
/// @param lastLines of the serial port
public record EndView(
    RunOutcome outcome,
    int snapshot,
    String headline,
    List<Statement> statements,
    Registers registers,
    List<Walk> walks,
    Backtrace backtrace,
    List<String> lastLines) {

  /// @param of `EIP` (`RIP`), `CR2` or `stack`: where the next word would be pushed
  public record Walk(String of, TranslationView translation) {}

  /// @param frames innermost first; the first is EIP or RIP itself
  /// @param end why it goes no further
  public record Backtrace(List<Frame> frames, String end) {}

  /// @param address EIP or RIP, or inside the call instruction
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Frame(
      LinearAddress address,
      @Nullable String function,
      @Nullable Long offset,
      @Nullable String file,
      @Nullable Integer line) {}
}
