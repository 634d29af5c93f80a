// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over fields, each told apart from the next by its length.
final class Digest {
  private final MessageDigest hash;

  Digest() {
    this(sha256());
  }

  private Digest(MessageDigest hash) {
    this.hash = hash;
  }

  Digest copy() {
    try {
      return new Digest((MessageDigest) hash.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256: cannot be copied in this Java", e);
    }
  }

  Digest text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  Digest number(long value) {
    hash.update(ByteBuffer.allocate(8).putLong(value).flip());
    return this;
  }

  Digest bytes(byte[] bytes) {
    number(bytes.length);
    hash.update(bytes);
    return this;
  }

  /// A piece of something whose whole length is told elsewhere.
  void piece(byte[] bytes) {
    hash.update(bytes);
  }

  /// To be asked for once.
  String hex() {
    return HexFormat.of().formatHex(hash.digest());
  }

  static byte[] of(byte[] bytes) {
    return sha256().digest(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: every Java has it", e);
    }
  }
}
