// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import java.util.Map;

/// Every command that the lab can send to a monitor. What is not listed cannot be said, and nothing
/// a student wrote ever becomes part of a command.
public sealed interface QmpCommand {
  /// Its name in QMP.
  String execute();

  default Map<String, Object> arguments() {
    return Map.of();
  }

  /// Ends the negotiation that every connection starts with.
  record Capabilities() implements QmpCommand {
    @Override
    public String execute() {
      return "qmp_capabilities";
    }
  }

  /// Tells the count of guest instructions, though nothing is being replayed.
  record QueryReplay() implements QmpCommand {
    @Override
    public String execute() {
      return "query-replay";
    }
  }

  /// Shows the registers as text, which QMP alone cannot; [RegisterDump] reads it.
  record InfoRegisters() implements QmpCommand {
    @Override
    public String execute() {
      return "human-monitor-command";
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("command-line", "info registers");
    }
  }

  /// Tells the date on the machine's clock, which goes by guest time: the one way to see how long a
  /// guest has idled.
  record MachineTime() implements QmpCommand {
    @Override
    public String execute() {
      return "qom-get";
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("path", "/machine", "property", "rtc-time");
    }
  }

  /// Writes physical memory into a file as QEMU sees files.
  record SaveMemory(FrameRange frames, String file) implements QmpCommand {
    @Override
    public String execute() {
      return "pmemsave";
    }

    @Override
    public Map<String, Object> arguments() {
      long size = (long) frames.count() * PhysicalAddress.FRAME_SIZE;
      long start = PhysicalAddress.ofFrame(frames.first()).value();
      return Map.of("val", start, "size", size, "filename", file);
    }
  }

  /// Writes what the VGA card shows into a file as QEMU sees files.
  record ScreenDump(String file) implements QmpCommand {
    @Override
    public String execute() {
      return "screendump";
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("filename", file, "format", "png");
    }
  }

  /// Keys of the keyboard go down, or come up, at once; their names are from a list of ours. Not
  /// `send-key`: its delays go by a clock that stands still while the guest sleeps.
  record SendKeys(List<String> keys, boolean down) implements QmpCommand {
    @Override
    public String execute() {
      return "input-send-event";
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("events", keys.stream().map(this::event).toList());
    }

    private Map<String, Object> event(String key) {
      return Map.of(
          "type", "key", "data", Map.of("down", down, "key", Map.of("type", "qcode", "data", key)));
    }
  }

  /// RAM that is a file on the host stays out of what is migrated; and events tell how that goes.
  record MigrateWithoutRam() implements QmpCommand {
    @Override
    public String execute() {
      return "migrate-set-capabilities";
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("capabilities", List.of(on("x-ignore-shared"), on("events")));
    }

    private static Map<String, Object> on(String capability) {
      return Map.of("capability", capability, "state", true);
    }
  }

  /// Writes the state of a machine that stands still.
  record Migrate(String to) implements QmpCommand {
    @Override
    public String execute() {
      return "migrate";
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("uri", to);
    }
  }

  /// Takes the state of a machine from its standard input.
  record MigrateIncoming() implements QmpCommand {
    @Override
    public String execute() {
      return "migrate-incoming";
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("uri", "fd:0");
    }
  }
}
