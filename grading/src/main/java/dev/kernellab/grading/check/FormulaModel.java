// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelLateFunctionBindings;
import dev.kernellab.memory.PageDirectoryEntry;
import dev.kernellab.memory.Translation;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an expression can ask of a moment: numbers by name, frames and pages by function. Addresses
/// and frame numbers are CEL's `int`, which has 64 bits.
record FormulaModel(Evidence evidence, Snapshot snapshot) {
  private static final int FRAMES = 1 << 20;

  static final Map<String, CelType> VARIABLES =
      Map.of(
          "free", SimpleType.INT,
          "ramFrames", SimpleType.INT,
          "instructions", SimpleType.INT,
          "eip", SimpleType.INT,
          "cr0", SimpleType.INT,
          "cr3", SimpleType.INT,
          "cr4", SimpleType.INT,
          "entries", ListType.create(SimpleType.INT),
          "outcome", SimpleType.STRING);

  /// A moment in which nothing is mapped, to try expressions on.
  static final Map<String, Object> SAMPLE =
      Map.of(
          "free", 0L,
          "ramFrames", 32_768L,
          "instructions", 1L,
          "eip", 0L,
          "cr0", 0L,
          "cr3", 0L,
          "cr4", 0L,
          "entries", Collections.nCopies(1024, 0L),
          "outcome", "COMPLETED");

  static final List<CelFunctionDecl> FUNCTIONS =
      List.of(
          function("isFree", SimpleType.BOOL, SimpleType.INT),
          function("freeBetween", SimpleType.INT, SimpleType.INT, SimpleType.INT),
          function("isMapped", SimpleType.BOOL, SimpleType.INT),
          function("physical", SimpleType.INT, SimpleType.INT),
          function("isWritable", SimpleType.BOOL, SimpleType.INT),
          function("isUser", SimpleType.BOOL, SimpleType.INT));

  private static CelFunctionDecl function(String name, CelType result, CelType... arguments) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(name + "_of", result, arguments));
  }

  Map<String, Object> variables() {
    var registers = snapshot.capture().registers();
    Long instructions = snapshot.capture().instructions();
    return Map.of(
        "free", (long) snapshot.bitmap().map(it -> it.freeCount()).orElse(0),
        "ramFrames", (long) LowRam.frames(evidence.machine()),
        "instructions", instructions == null ? -1L : instructions,
        "eip", registers.eip().unsigned(),
        "cr0", registers.cr0().unsigned(),
        "cr3", registers.cr3().unsigned(),
        "cr4", registers.cr4().unsigned(),
        "entries", snapshot.space().directoryEntries().stream().map(FormulaModel::raw).toList(),
        "outcome", evidence.outcome().kind().name());
  }

  @SuppressWarnings("Immutable") // bound for one evaluation, on one thread
  CelLateFunctionBindings functions() {
    return CelLateFunctionBindings.from(
        CelFunctionBinding.from("isFree_of", Long.class, this::isFree),
        CelFunctionBinding.from("freeBetween_of", Long.class, Long.class, this::freeBetween),
        CelFunctionBinding.from("isMapped_of", Long.class, at -> walk(at) != null),
        CelFunctionBinding.from("physical_of", Long.class, this::physical),
        CelFunctionBinding.from("isWritable_of", Long.class, at -> rights(at, false)),
        CelFunctionBinding.from("isUser_of", Long.class, at -> rights(at, true)));
  }

  static CelLateFunctionBindings sampleFunctions() {
    return CelLateFunctionBindings.from(
        CelFunctionBinding.from("isFree_of", Long.class, frame -> false),
        CelFunctionBinding.from("freeBetween_of", Long.class, Long.class, (first, last) -> 0L),
        CelFunctionBinding.from("isMapped_of", Long.class, at -> false),
        CelFunctionBinding.from("physical_of", Long.class, at -> -1L),
        CelFunctionBinding.from("isWritable_of", Long.class, at -> false),
        CelFunctionBinding.from("isUser_of", Long.class, at -> false));
  }

  private static long raw(PageDirectoryEntry entry) {
    return Integer.toUnsignedLong(entry.raw());
  }

  private boolean isFree(long frame) {
    return frame >= 0
        && frame < FRAMES
        && snapshot.bitmap().map(it -> it.isFree((int) frame)).orElse(false);
  }

  /// Both ends inside.
  private long freeBetween(long first, long last) {
    int from = (int) Math.clamp(first, 0, FRAMES);
    int end = (int) Math.clamp(last + 1, 0, FRAMES);
    return from >= end
        ? 0
        : snapshot.bitmap().map(it -> it.freeCount(new FrameRange(from, end - from))).orElse(0);
  }

  private long physical(long address) {
    Translation.Mapped page = walk(address);
    return page == null ? -1 : page.physical().value();
  }

  private boolean rights(long address, boolean user) {
    Translation.Mapped page = walk(address);
    return page != null && (user ? page.user() : page.writable());
  }

  private Translation.@Nullable Mapped walk(long address) {
    return address >>> 32 == 0
            && snapshot.space().translate(new LinearAddress(address))
                instanceof Translation.Mapped it
        ? it
        : null;
  }
}
