// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A real PostgreSQL, unpacked from Maven's repository: no container, no installation.
public final class Postgres implements AutoCloseable {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final EmbeddedPostgres server;

  private Postgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /// One for all tests of this process; gone with it.
  private static final class Shared {
    static final Postgres SERVER = start(EmbeddedPostgres.builder());
  }

  public static Postgres shared() {
    return Shared.SERVER;
  }

  /// Keeps its data in `data`: started again on the same folder and port it is the same one.
  ///
  /// @param port 0 for any
  public static Postgres start(Path data, int port) {
    return start(
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPort(port));
  }

  private static Postgres start(EmbeddedPostgres.Builder builder) {
    try {
      // The builder's own choice is off, which forgets what it has confirmed.
      return new Postgres(builder.setServerConfig("synchronous_commit", "on").start());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start", e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /// Settings of a lab that keeps its rows in this database.
  public List<String> settings(String database) {
    return List.of(
        "spring.datasource.url=jdbc:postgresql://localhost:" + port() + "/" + database,
        "spring.datasource.username=postgres");
  }

  /// Settings of a lab that keeps its rows in an empty database. It sorts text as people do, which
  /// is not how ids are to be sorted.
  public List<String> newDatabase() {
    String name = "lab" + DATABASES.incrementAndGet();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create database "
              + name
              + " template template0 locale_provider icu icu_locale 'en-US' locale 'C'");
    } catch (SQLException e) {
      throw new AssertionError("no database", e);
    }
    return settings(name);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not stop", e);
    }
  }
}
