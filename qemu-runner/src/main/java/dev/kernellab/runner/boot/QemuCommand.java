// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.RunMode;
import java.util.ArrayList;
import java.util.List;

/// QEMU's command line, seen from inside its box. Everything that could differ between two hosts is
/// fixed.
final class QemuCommand {
  /// Where the box sees the job's folder.
  static final String JOB = "/job/";

  static final String MONITOR = "monitor";
  static final String DEBUGGER = "debugger";
  static final String SERIAL_LINE = "serial";
  static final String SERIAL_FILE = "printed";
  static final String LOG = "log";
  static final String RAM = "ram";

  private QemuCommand() {}

  /// The machine does not begin at power-on but as it is told to by its monitor.
  static final List<String> BEGIN_LATER = List.of("-incoming", "defer");

  /// @param media what [Media] says of the files to boot from, and what else there is to be said
  static List<String> of(Emulator emulator, Hardware hardware, List<String> media, RunMode mode) {
    var words = new ArrayList<String>(List.of(emulator.program().toString()));
    words.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none"));
    words.addAll(hardware.words());
    words.addAll(timeIn(mode));
    words.addAll(List.of("-action", "panic=pause,reboot=shutdown,shutdown=pause"));
    words.addAll(channel(MONITOR, "-mon", "chardev=monitor,mode=control"));
    words.addAll(channel(DEBUGGER, "-gdb", "chardev:debugger"));
    words.addAll(serialIn(mode));
    words.addAll(media);
    // Logged is every reset of the processor, and what led to it: the evidence for a triple fault.
    words.addAll(List.of("-d", "cpu_reset", "-D", JOB + LOG));
    words.addAll(
        List.of(
            "-sandbox",
            "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
            "-S"));
    return words;
  }

  /// One instruction is one nanosecond of the machine's time. A graded machine does not wait while
  /// it idles; an interactive one keeps to real time.
  private static List<String> timeIn(RunMode mode) {
    String idling =
        switch (mode) {
          case GRADED -> "sleep=off";
          case INTERACTIVE -> "sleep=on";
        };
    return List.of(
        "-icount", "shift=0," + idling, "-rtc", "base=2000-01-01,clock=vm", "-seed", "0");
  }

  /// A graded guest prints into a file, which it never has to wait for: so what it executes does
  /// not depend on how soon somebody reads.
  private static List<String> serialIn(RunMode mode) {
    return switch (mode) {
      case GRADED ->
          List.of(
              "-chardev", "file,id=serial,path=" + JOB + SERIAL_FILE, "-serial", "chardev:serial");
      case INTERACTIVE -> channel(SERIAL_LINE, "-serial", "chardev:serial");
    };
  }

  /// QEMU connects to our socket.
  private static List<String> channel(String name, String option, String use) {
    return List.of("-chardev", "socket,id=" + name + ",path=" + JOB + name, option, use);
  }
}
