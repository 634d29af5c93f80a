// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.settings;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Properties `lab.hooks.*`: who is told of verdicts. Only whoever operates the lab can name
/// addresses, so that nobody has the lab call what only the lab can reach.
///
/// @param urls where each verdict is sent; none: nowhere
/// @param secret what the messages are signed with, as `whsec_` and Base64
/// @param firstRetry after this long what was not taken is sent again; each further time waits
///   longer
@ConfigurationProperties("lab.hooks")
@Validated
public record HookSettings(
    @DefaultValue List<URI> urls,
    @DefaultValue("") String secret,
    @DefaultValue("5s") @NotNull @DurationMin(millis = 10) Duration firstRetry) {
  private static final String PREFIX = "whsec_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  public HookSettings {
    urls = List.copyOf(urls);
    secret = secret.strip();
    urls.forEach(HookSettings::requireUrl);
    if (!urls.isEmpty()) {
      requireKey(secret);
    }
  }

  /// The bytes that messages are signed with.
  public byte[] key() {
    return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
  }

  private static void requireUrl(URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null || url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "LAB_HOOKS: expected URLs like https://lms.example.edu/kernel-lab, separated by commas,"
              + " got "
              + url);
    }
  }

  private static void requireKey(String secret) {
    int length = -1;
    if (secret.startsWith(PREFIX)) {
      try {
        length = Base64.getDecoder().decode(secret.substring(PREFIX.length())).length;
      } catch (IllegalArgumentException _) {
        // said below, without the secret
      }
    }
    if (length < SHORTEST || length > LONGEST) {
      throw new IllegalArgumentException(
          "LAB_HOOK_SECRET: LAB_HOOKS needs one, whsec_ and %d to %d bytes in Base64. Make one with: echo \"whsec_$(openssl rand -base64 32)\""
              .formatted(SHORTEST, LONGEST));
    }
  }

  /// Without what must not be logged.
  @Override
  public String toString() {
    return "HookSettings[urls=" + urls + "]";
  }
}
