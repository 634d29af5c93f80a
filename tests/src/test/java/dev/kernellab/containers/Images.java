// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/// The images that a deployment is started from.
final class Images {
  private static final String OWN_POSTGRES = "kernel-lab/postgres";

  private Images() {}

  /// What the tests cannot do without and this machine lacks; empty: nothing.
  static Optional<String> missing() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.of("no Docker engine answers; ./lab test as root starts one");
    }
    return List.of("kernel-lab/lab-api", "kernel-lab/qemu-runner").stream()
        .filter(image -> !isHere(image))
        .findFirst()
        .map(image -> "there is no image " + image + "; ./lab images makes it");
  }

  /// As the launcher chooses it: our own, which is made where the official one cannot be had.
  static String postgres() {
    return isHere(OWN_POSTGRES) ? OWN_POSTGRES : "";
  }

  private static boolean isHere(String image) {
    try {
      DockerClientFactory.instance().client().inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }
}
