// SPDX-License-Identifier: Apache-2.0

/// An assignment from its first line to the lab that a class uses: [NewCommand], [CheckCommand],
/// [PublishCommand]. Whether it finds what it is there to find, `suite` tells.
@NullMarked
package dev.kernellab.cli.author;

import org.jspecify.annotations.NullMarked;
