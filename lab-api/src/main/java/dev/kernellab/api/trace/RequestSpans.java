// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Clock;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// The request that made a run, upload included: the root of the run's trace.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestSpans implements WebFilter {
  private static final String MADE = RequestSpans.class.getName() + ".made";

  private final Traces traces;
  private final Clock clock;

  RequestSpans(Traces traces, Clock clock) {
    this.traces = traces;
    this.clock = clock;
  }

  /// To be called by whoever answers the request.
  public static void made(ServerWebExchange exchange, String run) {
    exchange.getAttributes().put(MADE, run);
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (!traces.areWanted()) {
      return chain.filter(exchange);
    }
    long from = clock.millis();
    return chain.filter(exchange).doFinally(ignored -> add(exchange, from));
  }

  private void add(ServerWebExchange exchange, long from) {
    String run = exchange.getAttribute(MADE);
    if (run == null) {
      return;
    }
    String method = exchange.getRequest().getMethod().name();
    Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    String route = String.valueOf(pattern);
    HttpStatusCode status = exchange.getResponse().getStatusCode();
    var attributes =
        Attributes.builder()
            .put("http.request.method", method)
            .put("http.route", route)
            .put("http.response.status_code", status == null ? 0 : status.value())
            .put("lab.run", run)
            .build();
    traces.add(
        new RunSpan(
            run,
            RunSpan.REQUEST,
            method + " " + route,
            SpanKind.SERVER,
            from,
            clock.millis(),
            attributes,
            List.of(),
            null));
  }
}
