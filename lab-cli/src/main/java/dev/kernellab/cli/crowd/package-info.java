// SPDX-License-Identifier: Apache-2.0

/// Many clients of one lab, and what they meet: [Gate] submits, [Audience] watches, [Tally] counts.
/// It exists so that a lab can be tried by a crowd. Start at [Follow], which holds a stream to its
/// promises. It must not know when what happens, nor what is killed.
@NullMarked
package dev.kernellab.cli.crowd;

import org.jspecify.annotations.NullMarked;
