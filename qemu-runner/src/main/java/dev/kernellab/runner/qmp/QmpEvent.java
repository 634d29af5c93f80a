// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

/// What the monitor says unasked, as far as the lab listens.
public sealed interface QmpEvent {
  /// The machine came to an end.
  ///
  /// @param guest the guest's own doing
  /// @param reason as QEMU's `ShutdownCause` spells it, such as `guest-reset`
  record Shutdown(boolean guest, String reason) implements QmpEvent {}

  /// Anything else; ignored.
  record Other() implements QmpEvent {}

  static QmpEvent of(QmpMessage.Event event) {
    return event.name().equals("SHUTDOWN")
        ? new Shutdown(
            event.data().path("guest").asBoolean(false), event.data().path("reason").asString(""))
        : new Other();
  }
}
