// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import dev.kernellab.api.settings.LabSettings;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// A lab on a laptop asks nobody for a password, because only this machine can reach it. Two ways
/// around that run through the user's own browser: a foreign page that sends a request here, and a
/// foreign name that is made to point here (DNS rebinding). Both can be told by their headers.
@Component
@Order(0)
class RequestGuard implements WebFilter {
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

  /// IPv4, or IPv6 in brackets.
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");

  /// Names under which this lab may be addressed; empty: any.
  private final Set<String> hosts;

  RequestGuard(LabSettings settings, @Value("${server.address:}") @Nullable InetAddress address) {
    var names = new HashSet<String>();
    settings.hosts().forEach(host -> names.add(host.toLowerCase(Locale.ROOT)));
    boolean loopback = address != null && address.isLoopbackAddress();
    if (loopback || !names.isEmpty()) {
      names.addAll(Set.of("localhost", "127.0.0.1", "[::1]"));
    }
    hosts = Set.copyOf(names);
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    if (!hosts.isEmpty() && !hosts.contains(hostname(request)) && !isProbe(request)) {
      return Mono.error(
          new Problem(
              HttpStatus.MISDIRECTED_REQUEST,
              "HOST_REFUSED",
              "This lab does not go by that name. Use localhost, or start the lab with the name in"
                  + " LAB_HOSTS."));
    }
    if (!SAFE.contains(request.getMethod()) && isFromForeignPage(request.getHeaders())) {
      return Mono.error(
          new Problem(
              HttpStatus.FORBIDDEN,
              "CROSS_SITE_REFUSED",
              "Another site's page must not change anything here. Use the lab's own pages or the"
                  + " command line."));
    }
    return chain.filter(exchange);
  }

  /// Probes and Prometheus come by address. A name that was made to point here is a name in the
  /// header, too, never an address, and these pages change nothing.
  private static boolean isProbe(ServerHttpRequest request) {
    return request.getPath().value().startsWith("/actuator/")
        && SAFE.contains(request.getMethod())
        && ADDRESS.matcher(hostname(request)).matches();
  }

  /// The Host header without the port.
  private static String hostname(ServerHttpRequest request) {
    String host = request.getHeaders().getFirst(HttpHeaders.HOST);
    return host == null ? "" : host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
  }

  /// Browsers say where a request comes from; one that does not at least names the page's origin.
  private static boolean isFromForeignPage(HttpHeaders headers) {
    String site = headers.getFirst("Sec-Fetch-Site");
    if (site != null) {
      return !OWN_PAGES.contains(site);
    }
    String origin = headers.getOrigin();
    return origin != null
        && !origin.replaceFirst("^https?://", "").equals(headers.getFirst(HttpHeaders.HOST));
  }
}
