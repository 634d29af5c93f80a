// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;

/// A refusal from inside a stream, where only [IOException] can pass.
final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  private final SubmissionRejectedException rejection;

  ArchiveException(String code, String sentence) {
    super(sentence);
    this.rejection = new SubmissionRejectedException(code, sentence);
  }

  SubmissionRejectedException rejection() {
    return rejection;
  }
}
