// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.settings;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// Properties `lab.s3.*`: submitted files in a bucket. Region and keys are the AWS SDK's to find.
///
/// @param bucket empty: submitted files are kept in a folder of `lab.home`
/// @param endpoint of a store that is not Amazon's
/// @param cache how much of the bucket is kept at hand in a folder of `lab.home`
@ConfigurationProperties("lab.s3")
@Validated
public record S3Settings(
    @DefaultValue("") @Pattern(regexp = "|[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") String bucket,
    @Nullable URI endpoint,
    @DefaultValue("1GB") @NotNull DataSize cache) {

  public S3Settings {
    if (endpoint != null && endpoint.toString().isEmpty()) {
      endpoint = null;
    }
    if (endpoint != null && endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "AWS_ENDPOINT_URL_S3: expected a URL like https://s3.example.edu, got " + endpoint);
    }
  }
}
