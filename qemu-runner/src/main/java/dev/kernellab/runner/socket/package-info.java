// SPDX-License-Identifier: Apache-2.0

/// Unix sockets that can be waited for until a deadline. Start at [UnixSocket]. Knows bytes, not
/// what they mean.
@NullMarked
package dev.kernellab.runner.socket;

import org.jspecify.annotations.NullMarked;
