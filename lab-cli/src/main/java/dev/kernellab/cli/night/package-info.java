// SPDX-License-Identifier: Apache-2.0

/// The night before a deadline, played against a lab in containers: many submissions, more viewers,
/// a runner and a replica killed. Start at [Night], which is the night from beginning to end;
/// [DeadlineNightCommand] is its options. It sees the lab as its users do, over REST, and the
/// containers as an operator does, through Docker; it must not look into the lab's database.
@NullMarked
package dev.kernellab.cli.night;

import org.jspecify.annotations.NullMarked;
