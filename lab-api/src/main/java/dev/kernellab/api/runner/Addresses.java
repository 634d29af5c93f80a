// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Where runners are: a name may stand for many of them.
final class Addresses {
  private Addresses() {}

  /// One for each address behind the name: a headless service, a scaled container. An encrypted
  /// connection is to the name, whose certificate it checks.
  ///
  /// @throws UnknownHostException when nobody goes by that name
  static List<URI> behind(URI runner) throws UnknownHostException {
    InetAddress[] all = InetAddress.getAllByName(runner.getHost());
    if ("https".equals(runner.getScheme()) || all[0].isLoopbackAddress()) {
      return List.of(runner);
    }
    return Arrays.stream(all).map(address -> at(runner, address)).toList();
  }

  private static URI at(URI runner, InetAddress address) {
    String literal = address.getHostAddress().replaceFirst("%.*", "");
    String host = literal.contains(":") ? "[" + literal + "]" : literal;
    String port = runner.getPort() < 0 ? "" : ":" + runner.getPort();
    return URI.create(runner.getScheme() + "://" + host + port + "/");
  }
}
