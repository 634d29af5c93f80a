// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// What every response says about how a browser may treat it. Students' text is in many of them, so
/// nothing is a script, a frame or a guess.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class SecurityHeaders implements WebFilter {
  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self' 'unsafe-inline'",
          "img-src 'self' data: blob:",
          "connect-src 'self'",
          "font-src 'self'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'");

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpResponse response = exchange.getResponse();
    String path = exchange.getRequest().getPath().value();
    response.beforeCommit(
        () -> {
          set(response.getHeaders());
          if (response.getHeaders().getCacheControl() == null) {
            response.getHeaders().setCacheControl(cacheControl(path, response.getStatusCode()));
          }
          return Mono.empty();
        });
    return chain.filter(exchange);
  }

  private static void set(HttpHeaders headers) {
    headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=()");
  }

  /// Files under `/assets/` carry a hash of their content in their names.
  private static String cacheControl(String path, @Nullable HttpStatusCode status) {
    boolean good = status == null || status.value() < 400;
    if (path.startsWith("/assets/") && good) {
      return "public, max-age=31536000, immutable";
    }
    boolean service =
        path.startsWith("/api/") || path.startsWith("/actuator") || path.startsWith("/v3/");
    return service || !good ? "no-store" : "no-cache";
  }
}
