// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.LinearAddress;
import java.util.Optional;
import java.util.SortedSet;

/// What is still to be said of a run when its machine is gone.
///
/// @param code where code is of which somebody will want to know the function, by the last capture
/// @param unreadAccount why the allocator's account could not be read when last it should have been
public record Aftermath(SortedSet<LinearAddress> code, Optional<String> unreadAccount) {}
