// SPDX-License-Identifier: Apache-2.0

/// Reads what people write: profiles and assignments, as YAML. Start at [YamlFile]. Must not know
/// what the files are about.
@NullMarked
package dev.kernellab.protocol.yaml;

import org.jspecify.annotations.NullMarked;
