// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookSettingsTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static HookSettings settings(String url, String secret) {
    return new HookSettings(List.of(URI.create(url)), secret, Duration.ofSeconds(5));
  }

  @Test
  void nobodyIsToldUnlessSomebodyIsNamed() {
    var settings = new HookSettings(List.of(), "", Duration.ofSeconds(5));
    assertThat(settings.urls()).isEmpty();
  }

  @Test
  void theKeyIsWhatFollowsThePrefix() {
    HookSettings settings = settings("https://lms.example.edu/hook", SECRET + "\n");
    assertThat(settings.key()).hasSize(24).startsWith(0x31, 0xF2, 0x90);
    assertThat(settings.toString()).doesNotContain("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lms/hook", "ftp://lms.example.edu/", "https://a:b@lms.example.edu/"})
  void anAddressThatIsNoneIsRefusedWithAnExample(String url) {
    assertThatThrownBy(() -> settings(url, SECRET))
        .hasMessageStartingWith("LAB_HOOKS: expected URLs like https://")
        .hasMessageEndingWith("got " + url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "topsecrettopsecrettopsecret", "whsec_", "whsec_c2hvcnQ=", "whsec_?"})
  void aSecretThatIsNoneIsRefusedWithoutShowingIt(String secret) {
    assertThatThrownBy(() -> settings("https://lms.example.edu/hook", secret))
        .hasMessageStartingWith("LAB_HOOK_SECRET: ")
        .hasMessageContaining("openssl rand")
        .hasMessageNotContaining("topsecret")
        .hasMessageNotContaining("c2hvcnQ");
  }
}
