// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.evidence;

import dev.kernellab.protocol.Capture;
import org.jspecify.annotations.Nullable;

/// An event on its way into the evidence.
///
/// @param data what viewers get; becomes one line of JSON
/// @param capture what a snapshot was made from, kept so that it can be read again
/// @param at when it was heard of, in milliseconds since 1970; null: when it is appended
public record NewEvent(String type, Object data, @Nullable Capture capture, @Nullable Long at) {
  public NewEvent(String type, Object data) {
    this(type, data, null, null);
  }
}
