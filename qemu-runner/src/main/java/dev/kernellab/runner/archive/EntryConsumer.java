// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.attribute.FileTime;

/// Takes an archive's files and directories, in order, once each of them has been checked.
@FunctionalInterface
interface EntryConsumer {

  /// @param content to be read before returning; empty for a directory
  void accept(Entry entry, InputStream content) throws IOException;

  /// @param name relative, checked
  record Entry(String name, boolean directory, boolean executable, FileTime modified) {}
}
