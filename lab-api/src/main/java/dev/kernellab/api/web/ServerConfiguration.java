// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import dev.kernellab.api.settings.LabSettings;
import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/// What the HTTP server allows a connection: nobody may hold one by sending or by reading as slowly
/// as can be.
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {
  private static final Duration BETWEEN_READS = Duration.ofSeconds(20);
  private static final Duration WHOLE_REQUEST = Duration.ofSeconds(120);

  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connectionLimits(
      ProblemWriter problems, LabSettings settings) {
    return factory ->
        factory.addServerCustomizers(
            server ->
                server
                    .readTimeout(BETWEEN_READS)
                    .requestTimeout(WHOLE_REQUEST)
                    .doOnChannelInit(
                        (observer, channel, address) -> {
                          channel
                              .pipeline()
                              .addFirst(new StalledReaders(settings.patience()))
                              .addAfter(
                                  NettyPipeline.HttpCodec,
                                  "problems",
                                  new UnreadableRequests(problems));
                        }));
  }
}
