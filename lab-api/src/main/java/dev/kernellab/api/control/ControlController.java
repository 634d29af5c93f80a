// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.control;

import dev.kernellab.api.control.Controls.Control;
import dev.kernellab.api.web.Problem;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Taking, keeping and leaving the controls of a run.
@RestController
@RequestMapping("/api/v1/runs/{id}/control")
class ControlController {
  /// What whoever is at the controls shows with every request.
  static final String TOKEN = "Kernel-Lab-Control";

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N} ._-]{0,40}");
  private static final Pattern TOKEN_FORM = Pattern.compile("[0-9a-f]{32}");

  private final Controls controls;

  ControlController(Controls controls) {
    this.controls = controls;
  }

  @PostMapping
  Control take(
      @PathVariable String id,
      @RequestHeader(TOKEN) Optional<String> token,
      @RequestParam(defaultValue = "") String name) {
    if (!NAME.matcher(name).matches()) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "PARAMETER_INVALID",
          "name: expected at most 40 letters, digits, spaces, '.', '_' and '-'.");
    }
    return controls.take(id, token.filter(it -> TOKEN_FORM.matcher(it).matches()), name);
  }

  @GetMapping
  Control look(@PathVariable String id, @RequestHeader(TOKEN) Optional<String> token) {
    return controls.look(id, token);
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void giveUp(@PathVariable String id, @RequestHeader(TOKEN) Optional<String> token) {
    controls.giveUp(id, token);
  }
}
