// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One look at the machine: its registers and the frames of RAM that the profile and the page
/// tables made interesting. Raw on purpose: what the bytes mean is decided by whoever reads the
/// evidence, again and again if need be.
///
/// @param n 0 for the run's first capture, then without gaps
/// @param checkpoint the checkpoint stopped at, when that is the reason
/// @param instructions guest instructions since power-on, when they are counted
/// @param torn the guest was running meanwhile; shown, never graded
/// @param frames every frame this capture covers, as sorted ranges
/// @param changed the content of those covered frames that the run's events do not hold yet: never
///   captured before, or different from when they last were
/// @param words what was read apart from those frames; absent when nothing was
/// @param symbols where the image defines what the profile names; absent when it names nothing, and
///   without those that the image does not define
/// @param physicalMap what lies at which physical address, by QEMU's account, sorted; absent when
///   the guest was running or did not know, or when it is as in the stopped capture before
/// @param freeFrames what free frames hold; absent when that was not looked at
/// @param printed whether the kernel had printed what makes its account [Ready]; absent when
///   nothing that it prints does
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Capture(
    int n,
    Reason reason,
    @Nullable String checkpoint,
    @Nullable Long instructions,
    boolean torn,
    Registers registers,
    List<FrameRange> frames,
    List<FrameContent> changed,
    @Nullable Words words,
    @Nullable Map<String, LinearAddress> symbols,
    @Nullable List<PhysicalSpan> physicalMap,
    @Nullable FrameHashes freeFrames,
    @Nullable Boolean printed) {
  /// Frames that one capture covers at most: 2,101 tables of an address space, an allocator's
  /// 1,024, and room for other address spaces.
  public static final int MOST_FRAMES = 4_096;

  public Capture {
    frames = List.copyOf(frames);
    changed = List.copyOf(changed);
    symbols = symbols == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(symbols));
    physicalMap = physicalMap == null ? null : List.copyOf(physicalMap);
  }

  /// Of a machine of which nobody looks at what free frames hold.
  public Capture(
      int n,
      Reason reason,
      @Nullable String checkpoint,
      @Nullable Long instructions,
      boolean torn,
      Registers registers,
      List<FrameRange> frames,
      List<FrameContent> changed,
      @Nullable Words words,
      @Nullable Map<String, LinearAddress> symbols,
      @Nullable List<PhysicalSpan> physicalMap) {
    this(
        n,
        reason,
        checkpoint,
        instructions,
        torn,
        registers,
        frames,
        changed,
        words,
        symbols,
        physicalMap,
        null,
        null);
  }

  /// Of registers and whole frames alone.
  public Capture(
      int n,
      Reason reason,
      @Nullable String checkpoint,
      @Nullable Long instructions,
      boolean torn,
      Registers registers,
      List<FrameRange> frames,
      List<FrameContent> changed) {
    this(
        n,
        reason,
        checkpoint,
        instructions,
        torn,
        registers,
        frames,
        changed,
        null,
        null,
        null,
        null,
        null);
  }

  /// Taken at a moment that the host's clock and chance have chosen: nothing that the run's other
  /// captures hold, or mean, may depend on it.
  public boolean cameUnannounced() {
    return reason == Reason.UNANNOUNCED;
  }

  /// Why the lab looked.
  public enum Reason {
    @JsonProperty("checkpoint")
    CHECKPOINT,
    @JsonProperty("period")
    PERIOD,
    @JsonProperty("request")
    REQUEST,
    /// A graded machine was stopped between two checkpoints, when its kernel could not know.
    @JsonProperty("unannounced")
    UNANNOUNCED,
    @JsonProperty("fault")
    FAULT,
    @JsonProperty("final")
    FINAL
  }

  /// 4,096 bytes of RAM.
  ///
  /// @param frame frame number
  /// @param deflated the bytes, compressed (RFC 1950); base64 in JSON
  /// @param differences whether what is compressed is, of each 32-bit word from the third on, its
  ///   difference from the second word before it: of a page table that maps frame after frame
  ///   little is left. Absent, in older evidence: no
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @SuppressWarnings("ArrayRecordComponent") // read-only by convention, and large: copies would cost
  public record FrameContent(int frame, byte[] deflated, @Nullable Boolean differences) {
    public FrameContent(int frame, byte[] deflated) {
      this(frame, deflated, null);
    }
  }
}
