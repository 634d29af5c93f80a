// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

/// Something that the evidence shows of how a kernel ended.
///
/// @param id stable, for programs
/// @param text a sentence or two for the student
public record Statement(String id, String text) {}
