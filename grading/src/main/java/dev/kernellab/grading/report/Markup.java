// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import java.util.ArrayDeque;
import java.util.Deque;

/// Writes elements, as XML that a browser takes for HTML, too. There is no way to write a text that
/// is not escaped.
final class Markup {
  private final StringBuilder out;
  private final Deque<String> open = new ArrayDeque<>();

  /// @param prologue what stands before the first element
  Markup(String prologue) {
    this.out = new StringBuilder(prologue);
  }

  /// @param attributes names and values in turn
  Markup begin(String element, Object... attributes) {
    tag(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  Markup end() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  Markup text(String text) {
    out.append(escape(text));
    return this;
  }

  Markup element(String name, String text, Object... attributes) {
    return begin(name, attributes).text(text).end();
  }

  /// An element that has nothing in it, and in HTML cannot have.
  Markup empty(String name, Object... attributes) {
    tag(name, attributes);
    out.append("/>");
    return this;
  }

  Markup newLine() {
    out.append('\n');
    return this;
  }

  private void tag(String element, Object... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      String value = escape(attributes[i + 1].toString());
      out.append(' ').append(attributes[i]).append("=\"").append(value).append('"');
    }
  }

  /// `>` too, so that nothing closes a CDATA section that somebody puts this into.
  private static String escape(String text) {
    return PlainText.line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
