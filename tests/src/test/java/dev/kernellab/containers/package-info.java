// SPDX-License-Identifier: Apache-2.0

/// The images, deployed as `docker-compose.yml` and `run.options` deploy them, and what must hold
/// when parts of such a deployment die. Start at [Deployment], then [ContainersIT]. Knows the lab
/// by its REST interface alone; needs a Docker engine and the images of `./lab images`.
@NullMarked
package dev.kernellab.containers;

import org.jspecify.annotations.NullMarked;
