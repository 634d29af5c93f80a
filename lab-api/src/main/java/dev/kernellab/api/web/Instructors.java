// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Who may change assignments and marks, and see those of a whole class: whoever shows the secret
/// that the lab was started with. A lab without one that only this machine can reach believes
/// everybody, as it does in all else.
@Component
public class Instructors {
  private final byte[] header;
  private final boolean everybody;

  Instructors(
      @Value("${lab.instructor-secret:}") String given,
      @Value("${server.address:}") @Nullable InetAddress address) {
    String secret = given.strip();
    this.header = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
    this.everybody = secret.isEmpty() && address != null && address.isLoopbackAddress();
  }

  /// @param shown the header `Authorization`
  /// @throws Problem `INSTRUCTORS_ONLY`
  public void require(@Nullable String shown) {
    boolean known =
        header.length > "Bearer ".length()
            && shown != null
            && MessageDigest.isEqual(header, shown.getBytes(StandardCharsets.UTF_8));
    if (!known && !everybody) {
      throw new Problem(
          HttpStatus.FORBIDDEN,
          "INSTRUCTORS_ONLY",
          "Only instructors may do that. Send the header Authorization: Bearer, followed by the"
              + " secret that the lab was given in LAB_INSTRUCTOR_SECRET.");
    }
  }
}
