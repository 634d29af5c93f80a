// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.wire.RunnerProtocol;
import dev.kernellab.protocol.wire.RunnerRefusal;
import dev.kernellab.protocol.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// Runs, one HTTP request an attempt. The open answer is the lease: while it stands the run goes
/// on, and when the caller goes away the run is ended and nothing of it stays.
@RestController
@RequestMapping("/runs")
class RunController {
  private final KernelRunner runner;
  private final Attempts attempts;
  private final Fitness fitness;
  private final Scheduler threads =
      Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor(), "runs");

  RunController(KernelRunner runner, Attempts attempts, Fitness fitness) {
    this.runner = runner;
    this.attempts = attempts;
    this.fitness = fitness;
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Mono<Void> run(
      @RequestPart(RunnerProtocol.REQUEST_PART) String request,
      @RequestPart(RunnerProtocol.KERNEL_PART) FilePart kernel,
      ServerHttpResponse response) {
    // A caller may go away at any moment, this one included: a place once given is always left.
    return Mono.using(
            () -> admit(request), attempt -> runIn(attempt, kernel, response), Attempt::leave)
        .subscribeOn(threads);
  }

  private Attempt admit(String text) {
    fitness
        .trouble()
        .ifPresent(
            it -> {
              throw new Refusal(RunnerRefusal.RUNNER_UNFIT, "Kernels cannot be run here. " + it);
            });
    return attempts.admit(parse(text));
  }

  private static RunRequest parse(String text) {
    try {
      RunRequest request = WireJson.request(text.getBytes(StandardCharsets.UTF_8));
      if (request.run().matches("[A-Za-z0-9_-]{1,64}") && request.attempt() >= 1) {
        return request;
      }
      throw new IllegalArgumentException(
          "run or attempt: expected up to 64 letters, digits, _ or -, and 1 or more");
    } catch (IllegalArgumentException e) {
      throw new Refusal(RunnerRefusal.REQUEST_MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private Mono<Void> runIn(Attempt attempt, FilePart kernel, ServerHttpResponse response) {
    response.getHeaders().set("Content-Type", RunnerProtocol.EVENTS);
    Flux<byte[]> said =
        Flux.<byte[]>generate(sink -> emit(attempt.stream(), sink))
            .doOnSubscribe(subscribed -> attempt.start(runner))
            .subscribeOn(threads);
    // Never creates the file: whoever has left meanwhile has removed it for good.
    return DataBufferUtils.write(kernel.content(), attempt.kernel(), StandardOpenOption.WRITE)
        .then(
            response.writeAndFlushWith(
                said.map(bytes -> Mono.just(response.bufferFactory().wrap(bytes)))));
  }

  private static void emit(EventStream stream, SynchronousSink<byte[]> sink) {
    try {
      byte[] bytes = stream.take();
      if (bytes == null) {
        sink.complete();
      } else {
        sink.next(bytes);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sink.complete();
    }
  }

  /// Leaves a wish; what comes of it comes as events.
  @PostMapping("/{run}/{attempt}/wishes")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void tell(@PathVariable String run, @PathVariable int attempt, @RequestBody byte[] wish) {
    attempts.find(run, attempt).tell(read(wish, WireJson::wish));
  }

  /// Asks about the machine as it is now.
  @PostMapping(path = "/{run}/{attempt}/questions", produces = MediaType.APPLICATION_JSON_VALUE)
  Mono<String> ask(
      @PathVariable String run, @PathVariable int attempt, @RequestBody byte[] question) {
    Attempt asked = attempts.find(run, attempt);
    return Mono.fromFuture(asked.ask(read(question, WireJson::question))).map(WireJson::text);
  }

  private static <T> T read(byte[] text, Function<byte[], T> reader) {
    if (text.length > RunnerProtocol.LONGEST_WISH) {
      throw new Refusal(RunnerRefusal.INPUT_TOO_LARGE, "A wish has at most 16 KiB.");
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(RunnerRefusal.REQUEST_MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  /// Ends it; the open answer then ends with outcome `CANCELLED`.
  @DeleteMapping("/{run}/{attempt}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void cancel(@PathVariable String run, @PathVariable int attempt) {
    attempts.find(run, attempt).cancel();
  }
}
