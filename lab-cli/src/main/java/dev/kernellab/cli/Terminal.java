// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

/// Whether a person reads along. The launcher tells by `-Dlab.terminal=out,err`: Java cannot say of
/// each stream where it leads.
///
/// @param out standard output is a terminal
/// @param error standard error is one
public record Terminal(boolean out, boolean error) {
  public static Terminal ofProcess() {
    String terminals = System.getProperty("lab.terminal", "");
    return new Terminal(terminals.contains("out"), terminals.contains("err"));
  }
}
