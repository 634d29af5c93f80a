// SPDX-License-Identifier: Apache-2.0

/// What a capture shows: memory as the REST interface and the dashboard see it. Pure functions from
/// captures to views; must not know Spring, HTTP or the database.
@NullMarked
package dev.kernellab.api.observe;

import org.jspecify.annotations.NullMarked;
