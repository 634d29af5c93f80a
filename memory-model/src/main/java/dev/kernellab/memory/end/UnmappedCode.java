// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import dev.kernellab.memory.MappedRange;
import dev.kernellab.memory.Translation.Failed;
import dev.kernellab.memory.descriptor.Exceptions;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Why the instruction at EIP could not be read: what is known of where it was mapped before.
final class UnmappedCode {
  private static final int MOST_RANGES = 4_096;

  private final LastState state;
  private final Past past;
  private final List<Statement> statements = new ArrayList<>();

  UnmappedCode(LastState state, Past past) {
    this.state = state;
    this.past = past;
  }

  boolean isUnmapped() {
    return state.space().translate(state.eip()) instanceof Failed;
  }

  /// None when it could be read, from a page directory that can be.
  List<Statement> statements() {
    if (state.space().translate(state.eip()) instanceof Failed failed) {
      instructionPointer(failed);
    }
    directory();
    return List.copyOf(statements);
  }

  private void directory() {
    PhysicalAddress directory = state.space().directory().orElse(null);
    if (directory == null) {
      return;
    }
    if (!state.space().isReadable()) {
      statements.addFirst(
          new Statement(
              "directory-outside-ram",
              "CR3 leads to %s, which is not RAM: no address can be translated."
                  .formatted(directory.toJson())));
    } else if (state.space().entryCounts().directory() == 0) {
      boolean known = !statements.isEmpty() && !statements.getFirst().id().equals("eip-unmapped");
      statements.add(
          known ? 1 : 0,
          new Statement(
              "directory-empty",
              "No entry of the %s at %s is present: nothing is mapped."
                  .formatted(firstTable(), directory.toJson())));
    }
  }

  private String firstTable() {
    return switch (state.space().mode()) {
      case OFF, BITS_32 -> "page directory";
      case PAE -> "page directory pointer table";
      case LEVELS_4, LEVELS_5 -> "PML4 table";
    };
  }

  private void instructionPointer(Failed failed) {
    String register = state.instructionPointer();
    String unmapped =
        "%s %s is not mapped: %s.".formatted(register, state.eip().toJson(), failed.reason());
    Optional<Past.Mapping> earlier = past.mapping(state.eip());
    Optional<Instruction.MappingChange> before = Instruction.before(state);
    if (state.eip().value() == 0) {
      say("eip-null", "The kernel called a null pointer, or returned to 0. %s", unmapped);
    } else if (earlier.filter(it -> it.isIdentity(state.eip())).isPresent()) {
      say(
          "identity-mapping-removed",
          "The identity mapping was removed before %s left it: %s In %s it was mapped to the same"
              + " physical address.%s",
          register,
          unmapped,
          earlier.get().when(),
          elsewhere());
    } else if (earlier.isPresent()) {
      say(
          "code-unmapped",
          "The code that runs was unmapped: %s In %s it was mapped to %s.",
          unmapped,
          earlier.get().when(),
          earlier.get().physical().toJson());
    } else if (before.isPresent() && before.get().words().equals("wrote CR0")) {
      say(
          "paging-without-identity-mapping",
          "Paging was switched on without a mapping for the code that does it: %s The instruction"
              + " before it, at the same physical address, wrote CR0.%s",
          unmapped,
          elsewhere());
    } else if (before.isPresent()) {
      say(
          "identity-mapping-removed",
          "The identity mapping was removed before %s left it: %s The instruction before it, at the"
              + " same physical address, %s.%s",
          register,
          unmapped,
          before.get().words(),
          elsewhere());
    } else {
      say("eip-unmapped", "%s", unmapped + handlers());
    }
  }

  /// Where else the code that was running is mapped.
  private String elsewhere() {
    for (MappedRange range : state.space().ranges(MOST_RANGES).items()) {
      long offset = state.eip().value() - range.physical().value();
      if (offset >= 0 && offset < range.length()) {
        return " The same code is mapped at %s: jump there first."
            .formatted(new LinearAddress(range.virtual().value() + offset).toJson());
      }
    }
    return "";
  }

  /// Whether EIP is where gates of the IDT lead.
  private String handlers() {
    List<String> gates =
        state.tables().gates().entrySet().stream()
            .filter(it -> it.getValue().isPresent())
            .filter(it -> it.getValue().offset() == state.eip().value())
            .map(it -> Exceptions.gate(it.getKey()))
            .toList();
    if (gates.isEmpty()) {
      return "";
    }
    String named = gates.size() > 3 ? gates.size() + " gates" : String.join(", ", gates);
    return " It is the handler of %s of the IDT: each fault led to the next.".formatted(named);
  }

  private void say(String id, String text, Object... values) {
    statements.add(new Statement(id, text.formatted(values)));
  }
}
