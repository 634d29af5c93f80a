// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.hook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Sends one message once.
final class Messenger {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int GONE = 410;

  /// What became of a message.
  enum Answer {
    TAKEN,
    /// Not now; perhaps later.
    NOT_TAKEN,
    /// Nobody wants messages there any more.
    UNWANTED
  }

  private final byte[] key;
  private final Clock clock;

  /// Follows no redirect: the signed message goes to whom the operator named, and nowhere else.
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(LONGEST_CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Messenger(byte[] key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /// @throws IOException if no answer came in time
  Answer send(URI url, String id, String body) throws IOException, InterruptedException {
    Instant now = clock.instant();
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(LONGEST)
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .header("webhook-signature", Signature.of(key, id, now, body))
            .POST(BodyPublishers.ofString(body))
            .build();
    int status = http.send(request, BodyHandlers.discarding()).statusCode();
    if (status >= 200 && status < 300) {
      return Answer.TAKEN;
    }
    return status == GONE ? Answer.UNWANTED : Answer.NOT_TAKEN;
  }
}
