// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.suite;

import dev.kernellab.protocol.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `suite.yml`: on what an assignment is tried, and what has to come of it.
///
/// @param solution the folder of a kernel that earns everything
/// @param machines everything is run on each; absent: on those of the assignment
/// @param starter what students begin with
/// @param mutants the solution with one fault each
/// @param cheats what must not earn more than its honest part
record Suite(
    String solution,
    @Nullable List<Machine> machines,
    @Nullable Starter starter,
    List<Mutant> mutants,
    List<Cheat> cheats) {
  static final String FILE = "suite.yml";

  Suite {
    mutants = List.copyOf(mutants);
    cheats = List.copyOf(cheats);
  }

  /// @param most points that it may earn; it has to build
  record Starter(String folder, int most) {}

  /// A change to one file of the solution.
  ///
  /// @param replace stands in the file exactly once
  record Edit(String file, String replace, String with) {}

  /// @param quick part of the quick form
  /// @param loses the checks that name the fault
  /// @param endsEarly it dies of it, so that later moments are never reached
  record Mutant(
      String name,
      @Nullable Boolean quick,
      List<Edit> edits,
      List<String> loses,
      @Nullable Boolean endsEarly) {}

  /// @param most points of its honest part
  record Cheat(String name, @Nullable Boolean quick, int most, List<Edit> edits) {}
}
