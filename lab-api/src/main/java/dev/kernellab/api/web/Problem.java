// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import org.springframework.http.HttpStatus;

/// A request that cannot be answered as asked. Becomes `application/problem+json` (RFC 9457).
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String code;

  /// @param code stable, for programs
  /// @param detail a sentence or two for people: what is wrong and what to do
  public Problem(HttpStatus status, String code, String detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }

  /// @param reason names the parameter that makes no sense, and what is expected
  public static Problem ofParameter(IllegalArgumentException reason) {
    return new Problem(
        HttpStatus.BAD_REQUEST,
        "PARAMETER_INVALID",
        quote(String.valueOf(reason.getMessage())) + ".");
  }

  public HttpStatus status() {
    return status;
  }

  public String code() {
    return code;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  /// What somebody sent, fit to be shown to somebody else: short, and nothing but printable ASCII.
  public static String quote(String text) {
    String shown =
        text.codePoints()
            .limit(80)
            .map(it -> it < 0x20 || it > 0x7E ? '?' : it)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return shown.length() < text.codePointCount(0, text.length()) ? shown + "..." : shown;
  }
}
