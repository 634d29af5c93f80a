// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys that can be pressed, and which of them write a text on a US keyboard. Keys that speak
/// to the machine rather than to its kernel (power, sleep, wake) are not among them.
public final class Keyboard {
  public static final Set<String> KEYS =
      Stream.of(
              "a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9",
              "f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 esc tab caps_lock shift shift_r ctrl ctrl_r",
              "alt alt_r spc ret backspace insert delete home end pgup pgdn up down left right",
              "minus equal bracket_left bracket_right backslash semicolon apostrophe grave_accent",
              "comma dot slash less num_lock scroll_lock pause print menu kp_0 kp_1 kp_2 kp_3 kp_4",
              "kp_5 kp_6 kp_7 kp_8 kp_9 kp_add kp_subtract kp_multiply kp_divide kp_decimal",
              "kp_enter")
          .flatMap(line -> Stream.of(line.split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  private static final String PLAIN = "-=[]\\;'`,./ \n\r\t\b";
  private static final String SHIFTED = "_+{}|:\"~<>?";
  private static final List<String> PLAIN_KEYS =
      List.of(
          "minus",
          "equal",
          "bracket_left",
          "bracket_right",
          "backslash",
          "semicolon",
          "apostrophe",
          "grave_accent",
          "comma",
          "dot",
          "slash",
          "spc",
          "ret",
          "ret",
          "tab",
          "backspace");
  private static final String SHIFTED_DIGITS = ")!@#$%^&*(";

  private Keyboard() {}

  /// @throws IllegalArgumentException naming the first character that is on no key
  public static List<Chord> typing(String text) {
    var chords = new ArrayList<Chord>();
    text.chars().forEach(character -> chords.add(chord((char) character)));
    return chords;
  }

  private static Chord chord(char character) {
    if (character >= 'a' && character <= 'z' || character >= '0' && character <= '9') {
      return Chord.of(String.valueOf(character));
    }
    if (character >= 'A' && character <= 'Z') {
      return Chord.of("shift", String.valueOf((char) (character - 'A' + 'a')));
    }
    if (SHIFTED_DIGITS.indexOf(character) >= 0) {
      return Chord.of("shift", String.valueOf(SHIFTED_DIGITS.indexOf(character)));
    }
    if (PLAIN.indexOf(character) >= 0) {
      return Chord.of(PLAIN_KEYS.get(PLAIN.indexOf(character)));
    }
    if (SHIFTED.indexOf(character) >= 0) {
      return Chord.of("shift", PLAIN_KEYS.get(SHIFTED.indexOf(character)));
    }
    throw new IllegalArgumentException(
        "text: no key of a US keyboard writes U+%04X".formatted((int) character));
  }
}
