// SPDX-License-Identifier: Apache-2.0

/// The lab from a terminal. Start at [LabCommand]; each command is one class. It speaks the REST
/// interface and nothing else; how a kernel is built, booted and graded without a lab is the
/// business of `local`.
@NullMarked
package dev.kernellab.cli;

import org.jspecify.annotations.NullMarked;
