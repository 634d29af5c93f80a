// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OtlpTracesTest {
  private static final int SPANS = 200_000;
  private static final long MOST_BYTES = 40_000_000; // all of them would take ten times that

  @Test
  void whatNobodyTakesIsDroppedNotKept() throws IOException {
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var traces =
            new OtlpTraces(URI.create("http://localhost:" + deaf.getLocalPort()), "test")) {
      long before = bytesInUse();
      for (int i = 0; i < SPANS; i++) {
        traces.add(span(i));
      }
      assertThat(bytesInUse() - before).isLessThan(MOST_BYTES);
    }
  }

  private static RunSpan span(int number) {
    var attributes =
        Attributes.builder().put("lab.run", "r" + number).put("text", "t".repeat(1000)).build();
    return new RunSpan(
        "r" + number, "request", "run", SpanKind.INTERNAL, 1, 2, attributes, List.of(), null);
  }

  private static long bytesInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
