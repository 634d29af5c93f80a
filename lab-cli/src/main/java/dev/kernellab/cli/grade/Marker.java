// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

/// Says what a submission is worth. For any number of threads.
interface Marker {
  /// May be asked again after a [Mark.LabFault]. Whatever is wrong with what was handed in is a
  /// [Mark.Graded].
  Mark mark(HandedIn handedIn) throws InterruptedException;
}
