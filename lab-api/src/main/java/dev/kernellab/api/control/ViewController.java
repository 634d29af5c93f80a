// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.control;

import dev.kernellab.api.observe.MemoryView;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunQuestion;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What can be seen of a machine while it runs, and is never part of the evidence.
@RestController
@RequestMapping("/api/v1/runs/{id}")
class ViewController {
  private final Runs runs;
  private final Controls controls;
  private final Screens screens;

  ViewController(Runs runs, Controls controls, Screens screens) {
    this.runs = runs;
    this.controls = controls;
    this.screens = screens;
  }

  /// What the VGA card shows, not older than half a second.
  @GetMapping(path = "/screen", produces = MediaType.IMAGE_PNG_VALUE)
  ResponseEntity<byte[]> screen(@PathVariable String id) {
    Screens.Picture picture = screens.of(id);
    return ResponseEntity.ok().eTag(picture.tag()).body(picture.png());
  }

  /// Bytes of an interactive run's memory, now.
  @GetMapping(path = "/memory", produces = MediaType.APPLICATION_JSON_VALUE)
  MemoryView memory(
      @PathVariable String id,
      @RequestParam String address,
      @RequestParam(defaultValue = "256") int length,
      @RequestParam(defaultValue = "linear") String space) {
    RunQuestion.Memory question = question(space, address, length);
    return MemoryView.of(question, read(id, question));
  }

  /// The same as bytes; zero where nothing could be read, which the header tells of.
  @GetMapping(path = "/memory", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> bytes(
      @PathVariable String id,
      @RequestParam String address,
      @RequestParam(defaultValue = "256") int length,
      @RequestParam(defaultValue = "linear") String space) {
    RunAnswer.Memory read = read(id, question(space, address, length));
    int missing = read.unreadable().stream().mapToInt(RunAnswer.Gap::length).sum();
    return ResponseEntity.ok()
        .header("Kernel-Lab-Unreadable", Integer.toString(missing))
        .body(read.bytes());
  }

  private static RunQuestion.Memory question(String space, String address, int length) {
    try {
      return MemoryView.question(space, address, length);
    } catch (IllegalArgumentException e) {
      throw Problem.ofParameter(e);
    }
  }

  private RunAnswer.Memory read(String id, RunQuestion.Memory question) {
    controls.requireInteractive(id);
    if (runs.ask(id, question) instanceof RunAnswer.Memory it
        && it.bytes().length == question.length()) {
      return it;
    }
    throw new IllegalStateException("run " + id + ": memory answered with something else");
  }
}
