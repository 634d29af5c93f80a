// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.naming;

import dev.kernellab.protocol.CodePlace;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of `addr2line`, which shows whatever a student's compiler wrote.
///
/// @param number from 1 on; 0 when unknown
record SourceLine(String file, int number) {
  static final SourceLine UNKNOWN = new SourceLine("", 0);

  /// Where a build puts the sources.
  private static final String SOURCES = "/tmp/kernel/";

  private static final Pattern FORM =
      Pattern.compile("([ -~]{1,4096}):([1-9][0-9]{0,8})(?: \\(discriminator \\d+\\))?");

  boolean isKnown() {
    return number > 0;
  }

  static SourceLine parse(String line) {
    Matcher matcher = FORM.matcher(line);
    if (!matcher.matches() || matcher.group(1).startsWith("?")) {
      return UNKNOWN;
    }
    String path = matcher.group(1).replace("/./", "/");
    String file = path.startsWith(SOURCES) ? path.substring(SOURCES.length()) : path;
    int start = Math.max(0, file.length() - CodePlace.LONGEST_NAME);
    return new SourceLine(file.substring(start), Integer.parseInt(matcher.group(2)));
  }
}
