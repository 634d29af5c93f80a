// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A moment of a run that an assignment can name: `checkpoint_idle`, the first time the kernel
/// comes by, or `checkpoint_operation#3`, the third.
///
/// @param hit from 1 on
public record When(String checkpoint, int hit) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z_.][A-Za-z0-9_.]*)(?:#([1-9]\\d{0,3}))?");

  @JsonCreator
  public static When parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "moment: expected a checkpoint like checkpoint_idle or checkpoint_operation#3, got \""
              + text
              + "\"");
    }
    return new When(parts.group(1), parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2)));
  }

  /// The time before, at the same checkpoint.
  public When before() {
    return new When(checkpoint, hit - 1);
  }

  @JsonValue
  @Override
  public String toString() {
    return hit == 1 ? checkpoint : checkpoint + "#" + hit;
  }
}
