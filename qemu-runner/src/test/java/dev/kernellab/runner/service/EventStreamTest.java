// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventStreamTest {
  private final EventStream stream = new EventStream(Duration.ofMillis(50));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void anAnswerComesAtOnceAndAWordEveryWhile() throws Exception {
    assertThat(stream.take()).asString().isEqualTo("\n");
    assertThat(stream.take()).asString().isEqualTo("\n");
  }

  @Test
  void linesComeInOrderAndTheLastEndsIt() throws Exception {
    stream.put(bytes("a\n"), false);
    stream.put(bytes("b\n"), true);

    assertThat(stream.take()).asString().isEqualTo("\n");
    assertThat(stream.take()).asString().isEqualTo("a\n");
    assertThat(stream.take()).asString().isEqualTo("b\n");
    assertThat(stream.take()).isNull();
  }

  /// Everything arrives, however many times more than the room for it, in pieces a connection can
  /// take.
  @Test
  void aReaderThatDoesNotKeepUpHoldsTheRunBack() throws Exception {
    byte[] line = new byte[3 << 20];
    new Random(1).nextBytes(line);
    var written = new CountDownLatch(1);
    Thread writer =
        Thread.startVirtualThread(
            () -> {
              try {
                for (int i = 0; i < 10; i++) {
                  stream.put(line, i == 9);
                }
                written.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(written.await(300, TimeUnit.MILLISECONDS)).isFalse();

    stream.take();
    var read = new ByteArrayOutputStream();
    for (byte[] piece = stream.take(); piece != null; piece = stream.take()) {
      assertThat(piece.length).isLessThanOrEqualTo(32 << 10);
      read.write(piece);
    }
    writer.join();
    assertThat(read.size()).isEqualTo(10 * line.length);
    assertThat(java.util.Arrays.copyOf(read.toByteArray(), line.length)).isEqualTo(line);
  }

  @Test
  void aReaderThatHasLeftHoldsNobodyBack() throws Exception {
    Thread leaver = Thread.startVirtualThread(stream::close);
    for (int i = 0; i < 20; i++) {
      stream.put(new byte[3 << 20], false);
    }
    leaver.join();
  }
}
