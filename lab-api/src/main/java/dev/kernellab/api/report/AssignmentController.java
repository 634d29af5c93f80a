// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Deadline;
import java.time.Clock;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What can be worked on.
@RestController
@RequestMapping("/api/v1/assignments")
class AssignmentController {
  private final Assignments assignments;
  private final Clock clock;

  AssignmentController(Assignments assignments, Clock clock) {
    this.assignments = assignments;
    this.clock = clock;
  }

  record Items(List<Item> items) {}

  /// @param max what a perfect kernel earns
  record Item(String slug, String title, int max) {
    static Item of(Assignment assignment) {
      return new Item(assignment.slug(), assignment.title(), assignment.maximum());
    }
  }

  @GetMapping
  Items list() {
    return new Items(assignments.all().stream().map(Item::of).toList());
  }

  @GetMapping("/{slug}")
  Assignment assignment(@PathVariable String slug) {
    Assignment asked = assignments.asked(slug);
    return asked.shown(isOver(asked));
  }

  private boolean isOver(Assignment assignment) {
    Deadline deadline = assignment.deadline();
    return deadline != null && deadline.hasPassed(clock.instant());
  }
}
