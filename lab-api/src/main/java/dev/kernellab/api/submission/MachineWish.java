// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The field `machine` of a submission, JSON: what is to differ from the assignment's machine.
record MachineWish(
    Machine.@Nullable Type type,
    @Nullable Integer ramMiB,
    Machine.@Nullable Cpu cpu,
    @Nullable Integer vgaMiB,
    @Nullable List<Machine.Device> devices) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// @throws Problem `FIELD_INVALID`
  static MachineWish parse(String json) {
    try {
      return JSON.readValue(json, MachineWish.class);
    } catch (JacksonException e) {
      throw invalid(
          "machine: expected JSON like {\"type\": \"pc|q35|isapc\", \"ramMiB\": 64, \"cpu\":"
              + " \"486|pentium|pentium3|qemu32|qemu64|max\", \"vgaMiB\": 16, \"devices\":"
              + " [\"e1000|rtl8139|ne2k|pci-bridge\"]}, each of it as you like.");
    }
  }

  /// @throws Problem `MACHINE_FIXED` when it would be graded, `FIELD_INVALID` when there is no such
  ///   machine
  Machine of(Machine given, RunMode mode) {
    if (mode == RunMode.GRADED) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "MACHINE_FIXED",
          "A graded run has its assignment's machine. Leave the field machine away, or submit with"
              + " mode=interactive.");
    }
    try {
      return new Machine(
          type == null ? given.type() : type,
          ramMiB == null ? given.ramMiB() : ramMiB,
          cpu == null ? given.cpu() : cpu,
          vgaMiB == null ? given.vgaMiB() : vgaMiB,
          devices == null ? given.devices() : devices,
          given.boot());
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage() + ".");
    }
  }

  static Problem invalid(String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, "FIELD_INVALID", detail);
  }
}
