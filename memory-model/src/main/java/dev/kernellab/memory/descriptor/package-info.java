// SPDX-License-Identifier: Apache-2.0

/// What the processor looks up when an interrupt or exception comes: GDT, IDT and TSS, decoded from
/// raw memory. Start at [DescriptorTables]. Pure functions; must not know why a run ended.
@NullMarked
package dev.kernellab.memory.descriptor;

import org.jspecify.annotations.NullMarked;
