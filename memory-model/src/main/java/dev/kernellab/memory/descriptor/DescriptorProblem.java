// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Something in the tables that cannot work.
///
/// @param index of the entry; absent when it concerns the table
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DescriptorProblem(Table table, @Nullable Integer index, String message) {
  public enum Table {
    GDT,
    IDT,
    TSS
  }
}
