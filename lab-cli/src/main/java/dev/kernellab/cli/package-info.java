// SPDX-License-Identifier: Apache-2.0

/// The lab from a terminal. Start at [LabCommand]; each command is one class. It speaks the REST
/// interface and nothing else: it must not know how a kernel is built, booted or graded.
@NullMarked
package dev.kernellab.cli;

import org.jspecify.annotations.NullMarked;
