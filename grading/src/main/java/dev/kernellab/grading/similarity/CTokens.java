// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.similarity;

import java.util.Arrays;
import java.util.Set;

/// C as a sequence of tokens in which names and values look alike: renaming, reformatting and
/// commenting change nothing. Lines that only include are left out. Reads any text at all, in one
/// pass.
final class CTokens {
  private static final int NAME = 1;
  private static final int NUMBER = 2;
  private static final int STRING = 3;

  /// C11, 6.4.1, as far as students use it.
  private static final Set<String> KEYWORDS =
      Set.of(
          ("auto break case char const continue default do double else enum extern float for goto"
                  + " if inline int long register restrict return short signed sizeof static struct"
                  + " switch typedef union unsigned void volatile while define ifdef ifndef endif"
                  + " undef asm __asm__")
              .split(" "));

  private final String text;
  private final int limit;
  private int[] kinds = new int[256];
  private int[] lines = new int[256];
  private int count;
  private int at;
  private int line = 1;

  private CTokens(String text, int limit) {
    this.text = text;
    this.limit = limit;
  }

  /// @param limit at most so many tokens are read
  static CTokens of(String text, int limit) {
    var tokens = new CTokens(text, limit);
    while (tokens.at < text.length() && tokens.count < limit) {
      tokens.next();
    }
    return tokens;
  }

  int size() {
    return count;
  }

  /// Equal for tokens that look alike.
  int kind(int token) {
    return kinds[token];
  }

  /// From 1 on.
  int line(int token) {
    return lines[token];
  }

  private void next() {
    char c = text.charAt(at);
    if (Character.isWhitespace(c) || c == '\\') {
      skip();
    } else if (text.startsWith("//", at)) {
      skipTo("\n");
    } else if (text.startsWith("/*", at)) {
      at += 2;
      skipTo("*/");
      at = Math.min(text.length(), at + 2);
    } else if (c == '#' && isInclude()) {
      skipTo("\n");
    } else if (c == '"' || c == '\'') {
      add(STRING);
      literal(c);
    } else if (isWord(c)) {
      word(c);
    } else {
      add(c + 256);
      at++;
    }
  }

  private boolean isInclude() {
    int word = at + 1;
    while (word < text.length() && (text.charAt(word) == ' ' || text.charAt(word) == '\t')) {
      word++;
    }
    return text.startsWith("include", word);
  }

  private void skip() {
    if (text.charAt(at) == '\n') {
      line++;
    }
    at++;
  }

  /// To the next `end`, or that of the text.
  private void skipTo(String end) {
    while (at < text.length() && !text.startsWith(end, at)) {
      skip();
    }
  }

  /// To the quote that closes it, or the line's end: a slip does not swallow the rest.
  private void literal(char quote) {
    at++;
    while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
      at +=
          text.charAt(at) == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '\n' ? 2 : 1;
    }
    if (at < text.length() && text.charAt(at) == quote) {
      at++;
    }
  }

  private void word(char first) {
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    if (Character.isDigit(first)) {
      add(NUMBER);
      return;
    }
    String word = text.substring(start, at);
    add(KEYWORDS.contains(word) ? word.hashCode() | 1 << 30 : NAME);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  private void add(int kind) {
    if (count == kinds.length) {
      int size = Math.min(limit, count * 2);
      kinds = Arrays.copyOf(kinds, size);
      lines = Arrays.copyOf(lines, size);
    }
    kinds[count] = kind;
    lines[count] = line;
    count++;
  }
}
