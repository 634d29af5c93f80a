// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/// Where the time of runs goes.
///
/// @param build from the box's start to the image
/// @param boot from the image to a machine before its first instruction
/// @param snapshot one capture
record RunTimers(Timer build, Timer boot, Timer snapshot) {
  static RunTimers in(MeterRegistry registry) {
    return new RunTimers(
        registry.timer("lab.build"), registry.timer("lab.boot"), registry.timer("lab.snapshot"));
  }
}
