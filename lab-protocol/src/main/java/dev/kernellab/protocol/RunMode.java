// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/// `graded` counts instructions and ends at the last checkpoint; `interactive` runs at the pace of
/// real time.
public enum RunMode {
  @JsonProperty("graded")
  GRADED,
  @JsonProperty("interactive")
  INTERACTIVE
}
