// SPDX-License-Identifier: Apache-2.0

/// Reads a kernel image before QEMU does: ELF for i386 and x86-64, Multiboot headers, symbols; or a
/// bootable CD or disk. Start at [KernelImage]. Every number in the file is taken for a lie until
/// it has been checked; nothing here starts a process.
@NullMarked
package dev.kernellab.runner.image;

import org.jspecify.annotations.NullMarked;
