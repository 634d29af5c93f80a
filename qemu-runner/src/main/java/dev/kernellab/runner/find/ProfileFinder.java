// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.find;

import dev.kernellab.memory.discover.Discovery;
import dev.kernellab.memory.discover.Proposal;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.Profile.Checkpoint;
import dev.kernellab.protocol.Profile.Window;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.image.ImageSurvey;
import dev.kernellab.runner.image.KernelImage;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Boots a kernel that nobody has described, and asks of its memory how it keeps account of it.
public final class ProfileFinder {
  private static final Budgets BUDGETS = new Budgets(2_000_000_000L, 1 << 20, 64, 60, 60);

  private final QemuKernelRunner runner;

  public ProfileFinder(QemuKernelRunner runner) {
    this.runner = runner;
  }

  /// @param outcome how the kernel's run ended
  /// @param proposals the likeliest first
  /// @param windows linear addresses that show memory, used or not
  public record Found(RunOutcome outcome, List<Proposal> proposals, List<Window> windows) {}

  /// @param stops global functions at which to look, besides at the end; looks are compared
  /// @throws SubmissionRejectedException when the kernel is no image that can be booted
  public Found find(Path kernel, Machine machine, List<String> stops)
      throws IOException, SubmissionRejectedException, InterruptedException {
    var discovery = new Discovery(ImageSurvey.of(KernelImage.bytesOf(kernel)));
    var profile =
        new Profile(
            "unknown",
            "Not described yet",
            new AllocatorProfile.None(),
            stops.stream().map(it -> new Checkpoint(it, it, "")).toList(),
            List.of(),
            List.of());
    var request =
        new RunRequest(
            "find",
            1,
            KernelKind.ELF,
            RunMode.GRADED,
            machine,
            BUDGETS,
            profile,
            stops.isEmpty() ? null : stops.getLast());
    var outcome = new AtomicReference<RunOutcome>();
    runner
        .start(
            request,
            kernel,
            event -> {
              if (event instanceof RunEvent.Ended it) {
                outcome.set(it.outcome());
              }
            },
            discovery::look)
        .awaitEnd();
    return new Found(
        Optional.ofNullable(outcome.get()).orElseThrow(),
        discovery.proposals(),
        discovery.windows());
  }
}
