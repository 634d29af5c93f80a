// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Spans by OTLP over HTTP, in batches, from a thread of their own. What an endpoint does not take
/// waits in a queue that is bounded, and is dropped when that is full.
final class OtlpTraces implements Traces, AutoCloseable {
  private static final int MOST_WAITING = 4096;
  private static final Duration BATCH = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final ScopedValue<RunSpan> MADE = ScopedValue.newInstance();

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /// @param endpoint a base URL; spans go to `v1/traces` below it
  OtlpTraces(URI endpoint, String service) {
    String url = endpoint.toString().replaceFirst("/*$", "") + "/v1/traces";
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(url)
            .setConnectTimeout(ANSWER)
            .setTimeout(ANSWER)
            .build();
    var batches =
        BatchSpanProcessor.builder(exporter)
            .setMaxQueueSize(MOST_WAITING)
            .setScheduleDelay(BATCH)
            .setExporterTimeout(ANSWER)
            .build();
    provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault().toBuilder()
                    .put(AttributeKey.stringKey("service.name"), service)
                    .build())
            .setIdGenerator(new IdsOfRuns())
            .addSpanProcessor(batches)
            .build();
    tracer = provider.get("dev.kernellab");
  }

  @Override
  public boolean areWanted() {
    return true;
  }

  @Override
  public void add(RunSpan span) {
    Span made = ScopedValue.where(MADE, span).call(() -> start(span));
    span.moments()
        .forEach(it -> made.addEvent(it.name(), it.attributes(), it.at(), TimeUnit.MILLISECONDS));
    if (span.failure() != null) {
      made.setStatus(StatusCode.ERROR, span.failure());
    }
    made.end(span.to(), TimeUnit.MILLISECONDS);
  }

  private Span start(RunSpan span) {
    return tracer
        .spanBuilder(span.name())
        .setParent(parent(span))
        .setSpanKind(span.kind())
        .setStartTimestamp(span.from(), TimeUnit.MILLISECONDS)
        .setAllAttributes(span.attributes())
        .startSpan();
  }

  private static Context parent(RunSpan span) {
    String place = span.parent();
    if (place == null) {
      return Context.root();
    }
    var parent =
        SpanContext.create(
            TraceIds.trace(span.run()),
            TraceIds.span(span.run(), place),
            TraceFlags.getSampled(),
            TraceState.getDefault());
    return Context.root().with(Span.wrap(parent));
  }

  /// Of the span that is being made.
  private static final class IdsOfRuns implements IdGenerator {
    @Override
    public String generateTraceId() {
      return TraceIds.trace(MADE.get().run());
    }

    @Override
    public String generateSpanId() {
      return TraceIds.span(MADE.get().run(), MADE.get().place());
    }
  }

  /// A last attempt at what still waits, with a limit: a dead endpoint must not hold the lab.
  @Override
  public void close() {
    provider.shutdown().join(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
  }
}
