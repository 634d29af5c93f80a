// SPDX-License-Identifier: Apache-2.0

/// The Kubernetes manifests, checked without a cluster: composed, read by typed models, every
/// reference followed, every setting compared with the images and services they start. Start at
/// [ManifestsTest]; [SpoiledManifestsTest] shows that each rule can fail. Starts no container and
/// knows no class of the lab.
@NullMarked
package dev.kernellab.kubernetes;

import org.jspecify.annotations.NullMarked;
