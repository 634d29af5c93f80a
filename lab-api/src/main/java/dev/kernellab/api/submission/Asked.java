// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import java.util.List;
import java.util.Optional;

/// On what a submission is to be booted, and how, by its form, its own profile and its assignment.
///
/// @param own the profile that came along
record Asked(SubmissionForm form, Optional<Profile> own, Assignment assignment) {

  /// How to boot on the assignment's first machine, if anybody says.
  Optional<Boot.Way> way() {
    Machine first = assignment.machine();
    return boot(first).way().or(() -> Optional.ofNullable(first.boot()).map(Boot::way));
  }

  /// The assignment's; what earns nothing has the first alone, and changed as the form says.
  List<Machine> machines(KernelKind kind) {
    List<Machine> assigned =
        switch (form.mode()) {
          case GRADED -> assignment.machines();
          case INTERACTIVE -> List.of(assignment.machine());
        };
    return assigned.stream()
        .map(it -> machine(it).withBoot(boot(it).of(kind, it.boot(), form.mode())))
        .toList();
  }

  private Machine machine(Machine assigned) {
    return form.machine().map(it -> it.of(assigned, form.mode())).orElse(assigned);
  }

  /// A profile of one's own counts like the form's field; the assignment's where its machine says
  /// nothing.
  private BootWish boot(Machine assigned) {
    if (own.isPresent()) {
      return form.boot().or(own.get().boot());
    }
    return assigned.boot() == null ? form.boot().or(assignment.profile().boot()) : form.boot();
  }
}
