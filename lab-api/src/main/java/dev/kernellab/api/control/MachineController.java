// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.control;

import static dev.kernellab.api.control.ControlController.TOKEN;

import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.RunWish;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What can be done to a machine while it runs.
@RestController
@RequestMapping("/api/v1/runs/{id}")
@ResponseStatus(HttpStatus.ACCEPTED)
class MachineController {
  private static final int LONGEST_INPUT = 4096;

  private final Runs runs;
  private final Controls controls;

  MachineController(Runs runs, Controls controls) {
    this.runs = runs;
    this.controls = controls;
  }

  /// Types into the serial port, byte for byte.
  @PostMapping(path = "/input", consumes = MediaType.TEXT_PLAIN_VALUE)
  void type(
      @PathVariable String id,
      @RequestHeader(TOKEN) Optional<String> token,
      @RequestBody byte[] text) {
    if (text.length > LONGEST_INPUT) {
      throw new Problem(
          HttpStatus.CONTENT_TOO_LARGE,
          "INPUT_TOO_LARGE",
          "At most 4,096 bytes can be typed at once; send the rest in further requests.");
    }
    control(id, token, new RunWish.Type(text));
  }

  /// Presses keys of the keyboard.
  @PostMapping(path = "/keys", consumes = MediaType.APPLICATION_JSON_VALUE)
  void press(
      @PathVariable String id,
      @RequestHeader(TOKEN) Optional<String> token,
      @RequestBody KeysForm keys) {
    control(id, token, keys.wish());
  }

  @PostMapping("/pause")
  void pause(@PathVariable String id, @RequestHeader(TOKEN) Optional<String> token) {
    control(id, token, new RunWish.Pause());
  }

  /// On to the next checkpoint.
  @PostMapping("/step")
  void step(@PathVariable String id, @RequestHeader(TOKEN) Optional<String> token) {
    control(id, token, new RunWish.Step());
  }

  @PostMapping("/continue")
  void proceed(@PathVariable String id, @RequestHeader(TOKEN) Optional<String> token) {
    control(id, token, new RunWish.Continue());
  }

  /// Takes a snapshot as soon as may be; it arrives in the stream with reason `request`. For every
  /// viewer, of every run: it changes nothing.
  @PostMapping("/snapshots")
  void snapshot(@PathVariable String id) {
    runs.tell(id, new RunWish.Capture());
  }

  private void control(String id, Optional<String> token, RunWish wish) {
    controls.require(id, token);
    runs.tell(id, wish);
  }
}
