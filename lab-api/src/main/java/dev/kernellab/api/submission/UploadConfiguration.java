// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.storage.LabHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;

/// What is too large to be held in memory while it is read goes where the lab tidies up, not into
/// the system's folder for temporary files: a killed process leaves it behind.
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {
  @Bean
  CodecCustomizer uploads(LabHome home) throws IOException {
    Path folder = home.arrivals("uploads");
    return codecs -> codecs.defaultCodecs().configureDefaultCodec(codec -> keepIn(folder, codec));
  }

  private static void keepIn(Path folder, Object codec) {
    if (codec instanceof DefaultPartHttpMessageReader reader) {
      try {
        reader.setFileStorageDirectory(folder);
      } catch (IOException e) {
        throw new UncheckedIOException("uploads: cannot be kept in " + folder, e);
      }
    }
  }
}
