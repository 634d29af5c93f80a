// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A submission on its way; what is null is left to the lab.
///
/// @param mode `graded` or `interactive`
/// @param extras further fields, in order
public record Upload(
    KernelFile kernel,
    @Nullable String label,
    @Nullable String assignment,
    @Nullable String mode,
    List<Extra> extras) {

  /// @param fileName absent: the content is a text
  @SuppressWarnings("ArrayRecordComponent") // handed once from the reader to the uploader
  public record Extra(String field, @Nullable String fileName, byte[] content) {
    static Extra text(String field, String text) {
      return new Extra(field, null, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  public Upload(
      KernelFile kernel,
      @Nullable String label,
      @Nullable String assignment,
      @Nullable String mode) {
    this(kernel, label, assignment, mode, List.of());
  }

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
    for (Extra extra : extras) {
      if (extra.fileName() == null) {
        field(form, boundary, extra.field(), new String(extra.content(), StandardCharsets.UTF_8));
      } else {
        file(form, boundary, extra);
      }
    }
    file(form, boundary, new Extra("kernel", "kernel", kernel.bytes()));
    text(form, "--" + boundary + "--\r\n");
    return form.toByteArray();
  }

  static void file(ByteArrayOutputStream form, String boundary, Extra file) {
    text(
        form,
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(boundary, file.field(), file.fileName()));
    form.writeBytes(file.content());
    text(form, "\r\n");
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

  static void text(ByteArrayOutputStream form, String text) {
    form.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
