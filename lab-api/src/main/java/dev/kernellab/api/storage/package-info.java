// SPDX-License-Identifier: Apache-2.0

/// Where things are kept: one database and one folder of blobs named by their SHA-256. Start at
/// `BlobStore`. Knows nothing of what it keeps.
@NullMarked
package dev.kernellab.api.storage;

import org.jspecify.annotations.NullMarked;
