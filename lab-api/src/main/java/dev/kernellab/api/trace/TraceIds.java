// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.trace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The ids of a run's trace follow from the run's own, so that replicas that know nothing of each
/// other add to the same tree, and whoever has a run finds its trace.
public final class TraceIds {
  private static final HexFormat HEX = HexFormat.of();
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  private TraceIds() {}

  /// @return 32 hexadecimal digits: the first half of the SHA-256 of the run's id
  public static String trace(String run) {
    return HEX.formatHex(sha256(run), 0, TRACE_BYTES);
  }

  /// @return 16 hexadecimal digits
  static String span(String run, String place) {
    return HEX.formatHex(sha256(run + "/" + place), 0, SPAN_BYTES);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
