// SPDX-License-Identifier: Apache-2.0

/// Where things are kept: one database and one folder of blobs named by their SHA-256. Start at
/// [BlobStore]. Knows nothing of what it keeps.
@NullMarked
@ApplicationModule(allowedDependencies = "settings")
package dev.kernellab.api.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
