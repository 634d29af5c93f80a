// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.boot.BootedMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/// What a machine was started with, so that it can be started again elsewhere.
final class BootReport {
  private BootReport() {}

  static RunEvent.MachineStarted of(
      BootedMachine machine, RunRequest request, Preparation.Prepared prepared) {
    boolean built = request.kernel() == KernelKind.SOURCES;
    byte[] image = built ? prepared.asOneFile() : prepared.payload().content();
    var booted = new Booted(machine.monitor().version(), machine.command(), sha256(image));
    return new RunEvent.MachineStarted(booted, built ? packed(image) : null);
  }

  private static @Nullable String packed(byte[] image) {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory: cannot happen", e);
    }
    String text = Base64.getEncoder().encodeToString(bytes.toByteArray());
    return text.length() > RunEvent.MachineStarted.LONGEST ? null : text;
  }

  private static String sha256(byte[] image) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: every Java has it", e);
    }
  }
}
