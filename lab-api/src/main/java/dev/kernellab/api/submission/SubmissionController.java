// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.run.Run;
import dev.kernellab.api.storage.Page;
import dev.kernellab.api.submission.SubmissionView.RunReference;
import dev.kernellab.api.trace.RequestSpans;
import dev.kernellab.api.web.PageRequest;
import dev.kernellab.api.web.Problem;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.Part;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/// Handing in, and looking up what was handed in.
@RestController
@RequestMapping("/api/v1/submissions")
class SubmissionController {
  private static final int LONGEST_KEY = 200;

  private final Submissions submissions;

  SubmissionController(Submissions submissions) {
    this.submissions = submissions;
  }

  /// Fields: those of [SubmissionForm]. By the time this is called the file lies in memory or in a
  /// temporary file, and is not larger than allowed.
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<SubmissionView> submit(
      @RequestBody MultiValueMap<String, Part> parts,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      ServerWebExchange exchange)
      throws IOException {
    try {
      return accept(parts, key, exchange);
    } finally {
      remove(parts);
    }
  }

  /// Large parts are temporary files, which nobody else removes.
  private static void remove(MultiValueMap<String, Part> parts) {
    parts.values().forEach(values -> values.forEach(part -> part.delete().block()));
  }

  private ResponseEntity<SubmissionView> accept(
      MultiValueMap<String, Part> parts, @Nullable String key, ServerWebExchange exchange)
      throws IOException {
    if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "IDEMPOTENCY_KEY_INVALID",
          "Idempotency-Key: expected 1 to " + LONGEST_KEY + " characters, a UUID for instance.");
    }
    Submissions.Accepted accepted =
        submissions.accept(SubmissionForm.parse(parts), Optional.ofNullable(key));
    SubmissionView made = accepted.view();
    if (accepted.isNew()) {
      RequestSpans.made(exchange, made.run().id());
    }
    return ResponseEntity.created(URI.create("/api/v1/submissions/" + made.id())).body(made);
  }

  @GetMapping
  Page<SubmissionView> list(PageRequest page) {
    return submissions.page(page);
  }

  @GetMapping("/{id}")
  SubmissionView submission(@PathVariable String id) {
    return submissions.get(id);
  }

  /// Runs it again.
  @PostMapping("/{id}/runs")
  ResponseEntity<RunReference> runAgain(@PathVariable String id, ServerWebExchange exchange) {
    Run run = submissions.runAgain(id);
    RequestSpans.made(exchange, run.id());
    return ResponseEntity.created(URI.create("/api/v1/runs/" + run.id()))
        .body(RunReference.of(run));
  }
}
