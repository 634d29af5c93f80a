// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.protocol.RunOutcome;
import org.jspecify.annotations.Nullable;

/// The data of the event `ended`.
///
/// @param verdict absent when nothing was graded
@JsonInclude(JsonInclude.Include.NON_NULL)
record EndedView(RunOutcome outcome, Run.@Nullable Score verdict) {}
