// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// One file, `lab.db`. SQLite allows one writer at a time, and makes a second one poll: so there is
/// one writing connection, whose users queue for it, and a few that only read (write-ahead log:
/// neither waits for the other). A commit is on the disk before it returns.
@Configuration(proxyBeanMethods = false)
@Conditional(ChosenDatabase.Sqlite.class)
class SqliteConfiguration {
  private static final int READERS = 4;

  @Bean
  @Primary
  HikariDataSource writer(LabHome home) {
    return pool(home, "writer", 1, "PRAGMA query_only = OFF");
  }

  /// After the writer, which makes the file and sets its journal mode.
  @Bean
  HikariDataSource reader(LabHome home, @Qualifier("writer") DataSource writer) {
    return pool(home, "reader", READERS, "PRAGMA query_only = ON");
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
        true);
  }

  @Bean
  InProcessSignal signal() {
    return new InProcessSignal();
  }

  private static HikariDataSource pool(LabHome home, String name, int size, String initSql) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl("jdbc:sqlite:" + home.file("lab.db"));
    config.addDataSourceProperty("journal_mode", "WAL");
    config.addDataSourceProperty("synchronous", "FULL");
    config.addDataSourceProperty("foreign_keys", "true");
    config.addDataSourceProperty("busy_timeout", "5000");
    config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    config.setConnectionInitSql(initSql);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }
}
