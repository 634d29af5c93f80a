// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunRequest;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;

/// What is watched by an [Observer], and for whom.
///
/// @param symbols those of the kernel image that are global, where checkpoints are found
/// @param data those that a profile may name, static ones among them
/// @param code what the image has at an address of its code, up to so many bytes
/// @param onlooker sees the machine whenever it stands still
/// @param samplePeriod how often a running kernel is looked at
/// @param snapshots is told how long each capture took
public record Assignment(
    RunRequest request,
    Map<String, LinearAddress> symbols,
    Map<String, LinearAddress> data,
    BiFunction<LinearAddress, Integer, byte[]> code,
    RunControl control,
    Onlooker onlooker,
    Duration samplePeriod,
    Timer snapshots) {}
