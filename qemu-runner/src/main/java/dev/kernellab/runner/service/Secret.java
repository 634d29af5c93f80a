// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// What a caller must show. Whoever can start runs can run any program in a box here, so there is
/// no runner without it, save one that only its own machine reaches.
final class Secret {
  private static final String SCHEME = "Bearer ";

  private final byte[] digest;
  private final boolean required;

  /// @param address what the service listens on; null: everything
  Secret(String secret, @Nullable InetAddress address) {
    required = !secret.isEmpty();
    if (!required && (address == null || !address.isLoopbackAddress())) {
      throw new IllegalStateException(
          "LAB_RUNNER_SECRET: not set, and LAB_BIND lets other machines reach this runner. Set it"
              + " to a long random value (openssl rand -hex 32), the same here and for lab-api; or"
              + " bind to 127.0.0.1.");
    }
    digest = digest(secret);
  }

  /// Takes the same time whatever is shown.
  boolean accepts(@Nullable String authorization) {
    if (!required) {
      return true;
    }
    boolean named = authorization != null && authorization.startsWith(SCHEME);
    String shown = named ? String.valueOf(authorization).substring(SCHEME.length()).strip() : "";
    return MessageDigest.isEqual(digest, digest(shown)) && named;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
