// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.crowd;

import java.net.URI;

/// One `lab-api`.
///
/// @param container by which Docker knows it
/// @param url with a slash at the end
public record Replica(String container, URI url) {}
