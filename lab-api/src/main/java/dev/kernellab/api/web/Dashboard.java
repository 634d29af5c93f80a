// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.web.reactive.function.server.RequestPredicates.methods;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/// The dashboard's one page, under every address that it gives itself; its other files are served
/// from `static/` as they are.
@Configuration(proxyBeanMethods = false)
class Dashboard {
  private static final String NOT_BUILT =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Kernel Lab</title>
      <h1>The lab runs, its dashboard was not built</h1>
      <p>Start the lab with <code>./lab up</code>, which builds it. The REST interface is there all the same:
      <a href="/api/v1/runs">/api/v1/runs</a>, described by <a href="/v3/api-docs">/v3/api-docs</a>.</p>
      </html>
      """;

  @Bean
  RouterFunction<ServerResponse> dashboardPages() {
    return RouterFunctions.route()
        .route(methods(GET, HEAD).and(path("/").or(path("/runs/**"))), Dashboard::page)
        .build();
  }

  private static Mono<ServerResponse> page(ServerRequest request) {
    Resource index = new ClassPathResource("static/index.html");
    ServerResponse.BodyBuilder page = ServerResponse.ok().contentType(MediaType.TEXT_HTML);
    return index.exists() ? page.bodyValue(index) : page.bodyValue(NOT_BUILT);
  }
}
