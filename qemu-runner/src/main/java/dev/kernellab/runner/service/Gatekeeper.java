// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import dev.kernellab.protocol.wire.RunnerProtocol;
import dev.kernellab.protocol.wire.RunnerRefusal;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Lets in who shows the secret and speaks the same version, before anything of the request's body
/// is read. Probes and metrics are open: they say nothing of runs.
@Component
@Order(0)
class Gatekeeper implements WebFilter {
  private final Secret secret;
  private final String version;

  Gatekeeper(Secret secret, Build build) {
    this.secret = secret;
    this.version = build.version();
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    String path = exchange.getRequest().getPath().value();
    if (path.startsWith("/actuator/") || path.equals("/health")) {
      return chain.filter(exchange);
    }
    HttpHeaders headers = exchange.getRequest().getHeaders();
    if (!secret.accepts(headers.getFirst(HttpHeaders.AUTHORIZATION))) {
      return Mono.error(
          new Refusal(
              RunnerRefusal.RUNNER_SECRET,
              "The secret is missing or wrong. Give lab-api and this runner the same"
                  + " LAB_RUNNER_SECRET and start both again."));
    }
    String theirs = headers.getFirst(RunnerProtocol.VERSION_HEADER);
    if (!Integer.toString(RunnerProtocol.VERSION).equals(theirs)) {
      return Mono.error(new Refusal(RunnerRefusal.RUNNER_VERSION, versions(theirs)));
    }
    return chain.filter(exchange);
  }

  private String versions(@Nullable String theirs) {
    String shown = theirs != null && theirs.matches("[0-9]{1,6}") ? theirs : "none";
    return "This runner (%s) speaks protocol %d, the caller %s. Start lab-api and its runners from the same release."
        .formatted(version, RunnerProtocol.VERSION, shown);
  }
}
