// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import tools.jackson.databind.JsonNode;

/// An event as a viewer received it.
public record SentEvent(long id, String name, JsonNode data) {}
