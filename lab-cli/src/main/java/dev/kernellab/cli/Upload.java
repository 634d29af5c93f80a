// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A submission on its way; what is null is left to the lab.
///
/// @param mode `graded` or `interactive`
public record Upload(
    KernelFile kernel, @Nullable String label, @Nullable String assignment, @Nullable String mode) {

  /// @param server its URL, with a slash at the end
  public HttpRequest.Builder to(URI server) {
    String boundary = "kernel-lab-" + UUID.randomUUID();
    return HttpRequest.newBuilder(server.resolve("api/v1/submissions"))
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(BodyPublishers.ofByteArray(form(boundary)));
  }

  private byte[] form(String boundary) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    field(form, boundary, "label", label);
    field(form, boundary, "assignment", assignment);
    field(form, boundary, "mode", mode);
    text(
        form,
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"kernel\"; filename=\"kernel\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n");
    form.writeBytes(kernel.bytes());
    text(form, "\r\n--" + boundary + "--\r\n");
    return form.toByteArray();
  }

  private static void field(
      ByteArrayOutputStream form, String boundary, String name, @Nullable String value) {
    if (value != null) {
      text(
          form,
          "--"
              + boundary
              + "\r\nContent-Disposition: form-data; name=\""
              + name
              + "\"\r\n"
              + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
              + value
              + "\r\n");
    }
  }

  private static void text(ByteArrayOutputStream form, String text) {
    form.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
