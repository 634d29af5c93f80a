// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.control;

import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.Chord;
import dev.kernellab.protocol.Keyboard;
import dev.kernellab.protocol.RunWish;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Keys to press, in one of two ways.
///
/// @param text typed on a US keyboard
/// @param keys chords of key names, such as `[["shift","a"],["ret"]]`
record KeysForm(@Nullable String text, @Nullable List<List<String>> keys) {

  /// @throws Problem `PARAMETER_INVALID`
  RunWish wish() {
    try {
      if ((text == null) == (keys == null)) {
        throw new IllegalArgumentException("expected one of text and keys");
      }
      return new RunWish.Press(
          text == null ? keys.stream().map(Chord::new).toList() : Keyboard.typing(text));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "PARAMETER_INVALID",
          "keys: "
              + Problem.quote(String.valueOf(e.getMessage()))
              + ". Names of keys are QEMU's (QKeyCode), such as a, shift, ret, spc, esc, f1.");
    }
  }
}
