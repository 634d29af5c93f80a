// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.runner.boot.GrubImage;
import dev.kernellab.runner.boot.MachineBooter;
import dev.kernellab.runner.build.KernelBuilder;
import dev.kernellab.runner.sandbox.Sandbox;

/// What all runs of one runner share.
record Workshop(
    RunnerSettings settings,
    Sandbox sandbox,
    KernelBuilder builder,
    GrubImage grub,
    MachineBooter booter,
    Slots slots,
    RunTimers timers) {}
