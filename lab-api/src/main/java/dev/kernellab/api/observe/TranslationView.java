// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.memory.Translation;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The processor's walk for one address; either `physical` or `failure` is there.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TranslationView(
    LinearAddress linear,
    @Nullable PhysicalAddress physical,
    @Nullable String failure,
    List<Translation.Step> steps) {

  static TranslationView of(Translation translation) {
    return switch (translation) {
      case Translation.Mapped it ->
          new TranslationView(it.linear(), it.physical(), null, it.steps());
      case Translation.Failed it -> new TranslationView(it.linear(), null, it.reason(), it.steps());
    };
  }
}
