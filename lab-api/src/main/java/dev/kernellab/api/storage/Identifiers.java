// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import java.security.SecureRandom;
import java.time.Instant;

/// Ids that sort by the time they were made and cannot be guessed: 48 bits of milliseconds, 80
/// random bits, in lower-case base 32 without the letters that look like digits.
public final class Identifiers {
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Identifiers() {}

  public static String next(Instant now) {
    var id = new StringBuilder(26);
    append(id, now.toEpochMilli(), 10);
    append(id, RANDOM.nextLong(), 8);
    append(id, RANDOM.nextLong(), 8);
    return id.toString();
  }

  private static void append(StringBuilder id, long value, int digits) {
    for (int digit = digits - 1; digit >= 0; digit--) {
      id.append(DIGITS.charAt((int) (value >>> 5 * digit) & 31));
    }
  }
}
