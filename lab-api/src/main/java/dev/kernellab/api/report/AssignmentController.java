// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.grading.assignment.Assignment;
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

  AssignmentController(Assignments assignments) {
    this.assignments = assignments;
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
    return assignments.asked(slug).shown(assignments.isOver(slug));
  }
}
