// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.publisher.Mono;

/// The one place where what went wrong becomes an answer: `application/problem+json` with a code
/// for programs and a sentence for people. What is the lab's fault is logged, and not told in
/// detail.
@Component
@Order(-2)
class ProblemHandler implements ErrorWebExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  private final ProblemWriter writer;

  ProblemHandler(ProblemWriter writer) {
    this.writer = writer;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure); // too late for words: the connection is cut
    }
    Problem problem = problem(exchange, failure);
    if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
      LOG.warn("{}: {}", problem.code(), StorageFailure.reason(failure));
    } else if (problem.status().is5xxServerError()) {
      LOG.error(
          "{} {}: {}",
          exchange.getRequest().getMethod(),
          exchange.getRequest().getPath(),
          problem.code(),
          failure);
    }
    if (failure instanceof MethodNotAllowedException refused) {
      exchange.getResponse().getHeaders().setAllow(refused.getSupportedMethods());
    }
    return writer.write(exchange.getResponse(), problem);
  }

  /// The nearest cause that says something: frameworks wrap.
  private static Problem problem(ServerWebExchange exchange, Throwable failure) {
    Problem framework = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Problem ours) {
        return ours;
      }
      if (cause instanceof DataBufferLimitException || cause instanceof ContentTooLargeException) {
        return tooLarge(exchange);
      }
      if (framework == null) {
        framework = ofFramework(cause);
      }
    }
    return framework == null ? internal() : framework;
  }

  private static Problem tooLarge(ServerWebExchange exchange) {
    if (exchange.getRequest().getPath().value().startsWith("/api/v1/submissions")) {
      return new Problem(
          HttpStatus.CONTENT_TOO_LARGE,
          "ARCHIVE_TOO_LARGE",
          "A submission may have 10 MiB at most. Leave out what make can build, object files and"
              + " disk images for instance, and submit again.");
    }
    return new Problem(
        HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE", "The request's body is too large.");
  }

  private static @Nullable Problem ofFramework(Throwable cause) {
    return switch (cause) {
      case MethodNotAllowedException it ->
          new Problem(
              HttpStatus.METHOD_NOT_ALLOWED,
              "METHOD_NOT_ALLOWED",
              "This address does not know "
                  + Problem.quote(it.getHttpMethod())
                  + ", only what the header Allow lists. /v3/api-docs describes every call.");
      case UnsupportedMediaTypeStatusException it ->
          new Problem(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE,
              "MEDIA_TYPE_UNSUPPORTED",
              "The body's Content-Type is not one that this call reads: "
                  + it.getSupportedMediaTypes()
                  + ". /v3/api-docs describes every call.");
      case NotAcceptableStatusException it ->
          new Problem(
              HttpStatus.NOT_ACCEPTABLE,
              "NOT_ACCEPTABLE",
              "This call answers with " + it.getSupportedMediaTypes() + ", which Accept excludes.");
      case ServerWebInputException it -> malformed(it.getReason());
      case DecodingException it -> malformed(null);
      case ResponseStatusException it -> ofStatus(it.getStatusCode());
      case DataAccessException it -> StorageFailure.problem(it);
      case TransactionException it -> StorageFailure.problem(it);
      case SQLException it -> StorageFailure.problem(it);
      case IOException it -> StorageFailure.problem(it);
      default -> null;
    };
  }

  static Problem malformed(@Nullable String reason) {
    String what = reason == null ? "" : " (" + Problem.quote(reason) + ")";
    return new Problem(
        HttpStatus.BAD_REQUEST,
        "REQUEST_MALFORMED",
        "The request cannot be read" + what + ". /v3/api-docs describes every call.");
  }

  private static Problem ofStatus(HttpStatusCode code) {
    HttpStatus status = HttpStatus.valueOf(code.value());
    return switch (status) {
      case NOT_FOUND ->
          new Problem(
              status, "ROUTE_UNKNOWN", "There is nothing here. /v3/api-docs lists every call.");
      case BAD_REQUEST -> malformed(null);
      default -> new Problem(status, status.name(), "The lab refuses: " + status.getReasonPhrase());
    };
  }

  private static Problem internal() {
    return new Problem(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "INTERNAL",
        "The lab made a mistake, not you. Its operator finds it in the log.");
  }
}
