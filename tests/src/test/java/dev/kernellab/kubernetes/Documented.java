// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import java.util.regex.Pattern;

/// What `docs/how-to/kubernetes.md` tells an operator to create or to have beforehand: the only
/// things that manifests may refer to without bringing them.
final class Documented {
  private static final String PAGE =
      Repository.text("docs/how-to/kubernetes.md").replace("\\\n", " ");

  private Documented() {}

  /// @param kind `secret` or `configmap`
  static boolean creates(String kind, String namespace, String name, String key) {
    var command =
        Pattern.compile(
            "kubectl -n %s create %s (?:generic )?%s\\b.*--from-[a-z-]+=%s="
                .formatted(namespace, kind, name, Pattern.quote(key)));
    return command.matcher(PAGE).find();
  }

  static boolean createsCertificate(String namespace, String name) {
    return PAGE.contains("kubectl -n %s create secret tls %s ".formatted(namespace, name));
  }

  static boolean mentions(String word) {
    return PAGE.contains("`" + word + "`");
  }
}
