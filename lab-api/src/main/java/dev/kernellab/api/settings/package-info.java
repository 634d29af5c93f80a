// SPDX-License-Identifier: Apache-2.0

/// What whoever starts the lab may decide. Start at [LabSettings]. Values only, checked when the
/// lab starts; knows no other package.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.kernellab.api.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
