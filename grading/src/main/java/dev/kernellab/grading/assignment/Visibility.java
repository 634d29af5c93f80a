// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonProperty;

/// When students may see how a check went. It counts all the same.
public enum Visibility {
  @JsonProperty("public")
  PUBLIC,
  @JsonProperty("after-deadline")
  AFTER_DEADLINE,
  @JsonProperty("never")
  NEVER
}
