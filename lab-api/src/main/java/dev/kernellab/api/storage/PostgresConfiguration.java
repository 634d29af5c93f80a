// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A PostgreSQL that several replicas share. Viewers have connections of their own, so that a crowd
/// of them cannot keep a run from being recorded. Nobody waits for a connection longer than a
/// client waits for an answer.
@Configuration(proxyBeanMethods = false)
@Conditional(ChosenDatabase.Postgres.class)
class PostgresConfiguration {
  private static final int WRITERS = 8;
  private static final int READERS = 8;
  private static final long LONGEST_WAIT_MS = 3_000;

  /// A replica that vanishes in the middle of a transaction must not hold its rows for long.
  private static final String BOUNDED_LOCKS =
      "set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '10s'";

  @Bean
  @Primary
  HikariDataSource writer(DataSourceProperties properties) {
    return pool(properties, "writer", WRITERS, false);
  }

  @Bean
  HikariDataSource reader(DataSourceProperties properties) {
    return pool(properties, "reader", READERS, true);
  }

  @Bean
  Database database(
      @Qualifier("writer") DataSource writer,
      @Qualifier("reader") DataSource reader,
      PlatformTransactionManager transactions) {
    return new Database(
        JdbcClient.create(writer),
        JdbcClient.create(reader),
        new TransactionTemplate(transactions),
        new TransactionAwareDataSourceProxy(writer),
        false);
  }

  @Bean
  PostgresSignal signal(DataSourceProperties properties, @Qualifier("writer") DataSource writer) {
    return new PostgresSignal(String.valueOf(properties.getUrl()), session(properties), writer);
  }

  private static HikariDataSource pool(
      DataSourceProperties properties, String name, int size, boolean readOnly) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(properties.getUrl());
    config.setDataSourceProperties(session(properties));
    config.setConnectionTimeout(LONGEST_WAIT_MS);
    config.setValidationTimeout(LONGEST_WAIT_MS / 2);
    config.setConnectionInitSql(BOUNDED_LOCKS);
    config.setReadOnly(readOnly);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  private static Properties session(DataSourceProperties properties) {
    var session = new Properties();
    if (properties.getUsername() != null) {
      session.setProperty("user", properties.getUsername());
    }
    if (properties.getPassword() != null) {
      session.setProperty("password", properties.getPassword());
    }
    session.setProperty("ApplicationName", "kernel-lab");
    session.setProperty("connectTimeout", "3");
    session.setProperty("socketTimeout", "30");
    session.setProperty("tcpKeepAlive", "true");
    session.setProperty("readOnlyMode", "always");
    return session;
  }
}
