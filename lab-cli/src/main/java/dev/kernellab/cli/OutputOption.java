// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import picocli.CommandLine.Option;

/// For a person or for a program.
public final class OutputOption {
  enum Form {
    text,
    json
  }

  @Option(
      names = "--output",
      paramLabel = "FORM",
      description = "text (for people) or json (one line, for programs).",
      defaultValue = "text")
  private Form form = Form.text;

  public boolean isJson() {
    return form == Form.json;
  }
}
