// SPDX-License-Identifier: Apache-2.0

/// Reads a kernel image before QEMU does: ELF32 for i386, the Multiboot header, the symbols. Start
/// at [KernelImage]. Every number in the file is taken for a lie until it has been checked; nothing
/// here starts a process.
@NullMarked
package dev.kernellab.runner.image;

import org.jspecify.annotations.NullMarked;
