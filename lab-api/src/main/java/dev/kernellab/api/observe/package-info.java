// SPDX-License-Identifier: Apache-2.0

/// What a capture shows: memory as the REST interface and the dashboard see it. Start at
/// [Observer], which is fed a run's captures in order. Pure functions from captures to views; must
/// not know Spring, HTTP or the database.
@NullMarked
package dev.kernellab.api.observe;

import org.jspecify.annotations.NullMarked;
