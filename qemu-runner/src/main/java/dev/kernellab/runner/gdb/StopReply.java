// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.gdb;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The processor stopped (gdb manual, appendix E.3).
///
/// @param signal 5 (SIGTRAP) at a breakpoint or after a step; 2 when the monitor stopped it; others
///   when the machine came to an end
public record StopReply(int signal) {
  private static final Pattern FORM = Pattern.compile("[TS]([0-9a-fA-F]{2}).*");
  private static final int SIGTRAP = 5;

  static StopReply parse(String message) throws GdbException {
    Matcher matcher = FORM.matcher(message);
    if (!matcher.matches()) {
      throw new GdbException("stop reply: expected T or S, got \"" + shorten(message) + "\"");
    }
    return new StopReply(Integer.parseInt(matcher.group(1), 16));
  }

  public boolean isTrap() {
    return signal == SIGTRAP;
  }

  private static String shorten(String message) {
    return message.substring(0, Math.min(message.length(), 20));
  }
}
