// SPDX-License-Identifier: Apache-2.0

/// `./lab profile find`: how a kernel that nobody has described keeps account of its memory. Start
/// at [FindCommand]. Must not know how that is found out.
@NullMarked
package dev.kernellab.cli.find;

import org.jspecify.annotations.NullMarked;
