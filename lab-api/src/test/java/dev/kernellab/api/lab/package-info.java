// SPDX-License-Identifier: Apache-2.0

/// A whole lab, started for a test and spoken to over HTTP. Start at [Lab]; only what boots kernels
/// is replaced, by a [ScriptedRunner] that says what the test wants to be said.
@NullMarked
package dev.kernellab.api.lab;

import org.jspecify.annotations.NullMarked;
