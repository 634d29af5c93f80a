// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.run.Runs.StopReason;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.RunMode;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What can be done to a run.
@RestController
@RequestMapping("/api/v1/runs/{id}")
class RunController {
  private static final int LONGEST_INPUT = 4096;

  private final Runs runs;

  RunController(Runs runs) {
    this.runs = runs;
  }

  /// Stops it; the stream then ends with outcome `CANCELLED`.
  @DeleteMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  void stop(@PathVariable String id) {
    runs.stop(id, StopReason.CANCELLED);
  }

  /// Types into the serial port, byte for byte.
  @PostMapping(path = "/input", consumes = MediaType.TEXT_PLAIN_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  void type(@PathVariable String id, @RequestBody byte[] text) {
    if (text.length > LONGEST_INPUT) {
      throw new Problem(
          HttpStatus.CONTENT_TOO_LARGE,
          "INPUT_TOO_LARGE",
          "At most 4,096 bytes can be typed at once; send the rest in further requests.");
    }
    if (runs.get(id).plan().mode() == RunMode.GRADED) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "RUN_GRADED",
          "What is typed would change what is graded, so a graded run takes no input. Submit with"
              + " mode=interactive to type.");
    }
    runs.type(id, text);
  }

  /// Takes a snapshot as soon as may be; it arrives in the stream with reason `request`.
  @PostMapping("/snapshots")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void snapshot(@PathVariable String id) {
    runs.capture(id);
  }
}
