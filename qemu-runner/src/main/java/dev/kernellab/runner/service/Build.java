// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import java.util.UUID;

/// Which software this is, and which process.
///
/// @param version as in the jar's manifest
/// @param instance different for every process
record Build(String version, String instance) {
  static Build ofThisProcess() {
    String version = Build.class.getPackage().getImplementationVersion();
    return new Build(version == null ? "development" : version, UUID.randomUUID().toString());
  }
}
