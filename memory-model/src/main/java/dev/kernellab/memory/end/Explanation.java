// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import dev.kernellab.protocol.CodePlace;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import java.util.Map;

/// How a run ended, in words. Every statement is shown by the evidence; what it does not show is
/// left unsaid.
///
/// @param headline what happened, in a sentence or two
public record Explanation(String headline, List<Statement> statements) {

  /// What is known besides the last moment itself.
  ///
  /// @param code what the image says of addresses of its code
  /// @param printed whether anything came out of the serial port
  public record Context(
      Past past,
      List<Profile.LinearRegion> regions,
      Map<LinearAddress, CodePlace> code,
      boolean printed) {}

  public static Explanation of(RunOutcome outcome, LastState state, Context context) {
    List<Statement> statements =
        switch (outcome.code()) {
          case "TRIPLE_FAULT" ->
              new TripleFault(state, context.past(), context.regions()).statements();
          case "HALTED", "INSTRUCTIONS", "WALL_CLOCK", "SESSION_OVER", "SERIAL_OUTPUT" ->
              new Standstill(outcome.code(), state, context).statements();
          default -> List.of();
        };
    return new Explanation(
        statements.isEmpty() ? outcome.message() : statements.getFirst().text(), statements);
  }
}
