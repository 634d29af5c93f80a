// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.storage.StorageFullException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;

/// The states are those of PostgreSQL's appendix A.
class StorageFailureTest {

  @Test
  void aFullDiskIsCalledFullWhoeverMetIt() {
    var postgres = new SQLException("could not extend file", "53100");
    var sqlite = new SQLException("[SQLITE_FULL] Insertion failed because database is full");
    var file = new FileSystemException("blobs/ab", null, "No space left on device");
    var bucket = new StorageFullException("bucket lab is full", new IOException("quota"));
    for (Exception full : new Exception[] {postgres, sqlite, file, bucket}) {
      assertProblem(new DataAccessResourceFailureException("insert", full), 503, "STORAGE_FULL");
    }
  }

  @Test
  void anythingElseIsUnavailable() {
    assertProblem(new SQLException("refused", "08001"), 503, "STORAGE_UNAVAILABLE");
    assertProblem(new IOException("Input/output error"), 503, "STORAGE_UNAVAILABLE");
  }

  @Test
  void aTextThatNoDatabaseTakesIsTheAskersFault() {
    assertProblem(new SQLException("invalid byte: 0x00", "22021"), 400, "REQUEST_MALFORMED");
  }

  private static void assertProblem(Throwable failure, int status, String code) {
    Problem problem = StorageFailure.problem(failure);
    assertThat(problem.status()).isEqualTo(HttpStatus.valueOf(status));
    assertThat(problem.code()).isEqualTo(code);
  }
}
