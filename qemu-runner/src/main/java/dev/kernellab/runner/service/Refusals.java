// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import dev.kernellab.protocol.wire.RunnerRefusal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/// Makes an answer of whatever went wrong.
@Component
@Order(-2)
class Refusals implements ErrorWebExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final JsonMapper json;

  Refusals(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure); // the connection is cut, which says it all
    }
    Refusal refusal = refusal(failure);
    if (refusal.code() == RunnerRefusal.INTERNAL) {
      LOG.error(
          "{} {}: {}",
          exchange.getRequest().getMethod(),
          exchange.getRequest().getPath(),
          failure.getMessage(),
          failure);
    }
    return write(exchange.getResponse(), refusal);
  }

  /// The nearest cause that says something: frameworks wrap.
  private static Refusal refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal ours) {
        return ours;
      }
      if (cause instanceof DataBufferLimitException || cause instanceof ContentTooLargeException) {
        return new Refusal(RunnerRefusal.KERNEL_TOO_LARGE, "A part of the request is too large.");
      }
    }
    if (failure instanceof ResponseStatusException it) {
      return it.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)
          ? new Refusal(RunnerRefusal.ROUTE_UNKNOWN, "A runner has nothing at this address.")
          : new Refusal(RunnerRefusal.REQUEST_MALFORMED, String.valueOf(it.getReason()));
    }
    return new Refusal(
        RunnerRefusal.INTERNAL, "The runner made a mistake; its log has the details.");
  }

  private Mono<Void> write(ServerHttpResponse response, Refusal refusal) {
    HttpStatus status = status(refusal.code());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", status.getReasonPhrase());
    members.put("status", status.value());
    members.put("detail", refusal.detail());
    members.put("code", refusal.code().name());
    byte[] body = json.writeValueAsBytes(members);
    response.setStatusCode(status);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    response.getHeaders().setContentLength(body.length);
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      response.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
    }
    if (status == HttpStatus.UNAUTHORIZED) {
      response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
  }

  private static HttpStatus status(RunnerRefusal code) {
    return switch (code) {
      case RUNNER_BUSY, RUNNER_DRAINING, RUNNER_UNFIT -> HttpStatus.SERVICE_UNAVAILABLE;
      case RUNNER_VERSION, ATTEMPT_STALE -> HttpStatus.CONFLICT;
      case RUNNER_SECRET -> HttpStatus.UNAUTHORIZED;
      case ATTEMPT_UNKNOWN, ROUTE_UNKNOWN -> HttpStatus.NOT_FOUND;
      case REQUEST_MALFORMED -> HttpStatus.BAD_REQUEST;
      case KERNEL_TOO_LARGE, INPUT_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
