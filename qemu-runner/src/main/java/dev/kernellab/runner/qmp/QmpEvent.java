// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

/// What the monitor says unasked, as far as the lab listens.
public sealed interface QmpEvent {
  /// The machine came to an end.
  ///
  /// @param guest the guest's own doing
  /// @param reason as QEMU's `ShutdownCause` spells it, such as `guest-reset`
  record Shutdown(boolean guest, String reason) implements QmpEvent {}

  /// A machine's state is on its way.
  ///
  /// @param status as QEMU's `MigrationStatus` spells it, such as `completed`
  record Migration(String status) implements QmpEvent {}

  /// Anything else; ignored.
  record Other() implements QmpEvent {}

  static QmpEvent of(QmpMessage.Event event) {
    return switch (event.name()) {
      case "SHUTDOWN" ->
          new Shutdown(
              event.data().path("guest").asBoolean(false),
              event.data().path("reason").asString(""));
      case "MIGRATION" -> new Migration(event.data().path("status").asString(""));
      default -> new Other();
    };
  }
}
