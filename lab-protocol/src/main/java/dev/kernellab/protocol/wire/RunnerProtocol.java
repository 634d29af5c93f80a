// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.wire;

import java.time.Duration;

/// What both ends of `POST /runs` must agree on; `docs/reference/runner.md` describes it.
public final class RunnerProtocol {
  /// Raised whenever a request or an event means something else than before. Ends of different
  /// versions refuse each other.
  public static final int VERSION = 7;

  public static final String VERSION_HEADER = "Kernel-Lab-Protocol";

  /// One event a line.
  public static final String EVENTS = "application/x-ndjson";

  public static final String REQUEST_PART = "request";
  public static final String KERNEL_PART = "kernel";

  /// How often a runner that has nothing to say sends an empty line.
  public static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /// Bytes of one event. The largest is a capture of 2,100 page tables and an allocator's 4 MiB
  /// that do not compress: 13 MiB, a third more in base64; and a million words.
  public static final int LONGEST_LINE = 32 << 20;

  /// Bytes typed at once.
  public static final int LONGEST_INPUT = 4096;

  /// Bytes of a wish or a question in JSON.
  public static final int LONGEST_WISH = 16 << 10;

  /// Bytes of an answer: a picture in base64.
  public static final int LONGEST_ANSWER = 6 << 20;

  private RunnerProtocol() {}
}
