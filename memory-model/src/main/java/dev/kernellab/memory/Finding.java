// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import java.util.List;

/// Something about memory that cannot be right, whatever the assignment.
///
/// @param id stable, for programs
/// @param message a sentence for the student
/// @param frames the frames concerned, the first so many of them
public record Finding(String id, String message, List<FrameRange> frames) {
  public Finding {
    frames = List.copyOf(frames);
  }
}
