// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.submission;

/// A submitted file that cannot be used, and what its author should do about it.
public final class SubmissionRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /// @param code stable, such as `ARCHIVE_LINK` or `IMAGE_UNSUPPORTED`
  /// @param message a sentence for the student; quotes names only through [#quote]
  public SubmissionRejectedException(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }

  /// A name out of a submitted file as it can be shown anywhere: short, one line, nothing that
  /// controls a terminal or turns text around.
  public static String quote(String name) {
    var shown = new StringBuilder("\"");
    name.codePoints()
        .limit(80)
        .forEach(
            point -> {
              if (isPlain(point)) {
                shown.appendCodePoint(point);
              } else {
                shown.append(String.format("\\u%04X", point));
              }
            });
    return shown.append(name.codePointCount(0, name.length()) > 80 ? "…\"" : "\"").toString();
  }

  /// Whether a character stands for itself alone: no control, no formatting such as a change of
  /// direction, no half of a surrogate pair.
  public static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> codePoint != 0xFFFD; // what undecodable bytes become
    };
  }
}
