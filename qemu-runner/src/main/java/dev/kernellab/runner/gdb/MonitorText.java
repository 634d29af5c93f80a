// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.gdb;

/// What the stub can be asked to show as QEMU's monitor does (`qRcmd`, gdb manual, appendix E.4).
/// Nothing else can be said this way.
public enum MonitorText {
  REGISTERS("info registers"),
  MEMORY_TREE("info mtree -f");

  private final String command;

  MonitorText(String command) {
    this.command = command;
  }

  String command() {
    return command;
  }
}
