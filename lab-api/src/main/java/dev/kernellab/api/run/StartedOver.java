// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.protocol.RunState;

/// The data of the event `state` with which a later attempt begins.
///
/// @param because the code of what ended the one before it
record StartedOver(RunState state, int attempt, String because) {}
