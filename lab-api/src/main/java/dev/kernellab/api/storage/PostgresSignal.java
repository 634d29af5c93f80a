// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `LISTEN` on one connection of its own, `NOTIFY` by one thread of its own: a transaction that
/// notifies holds a lock of the whole server while it commits, so no evidence is in it, and what is
/// announced while one notification is on its way makes up the next.
final class PostgresSignal implements Signal, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSignal.class);
  private static final String CHANNEL = "kernel_lab";
  private static final int PROBE_MS = 5_000;
  private static final int RETRY_MS = 500;

  private final String url;
  private final Properties session;
  private final DataSource writer;
  private final InProcessSignal here = new InProcessSignal();
  private final Set<String> untold = ConcurrentHashMap.newKeySet();
  private final Semaphore news = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Connection listening;

  PostgresSignal(String url, Properties session, DataSource writer) {
    this.url = url;
    this.session = session;
    this.writer = writer;
    Thread.ofVirtual().name("signal-listener").start(this::listenUntilClosed);
    Thread.ofVirtual().name("signal-notifier").start(this::notifyUntilClosed);
  }

  @Override
  public void announce(String topic) {
    untold.add(topic);
    news.release();
  }

  @Override
  public Subscription listen(String topic, Runnable listener) {
    return here.listen(topic, listener);
  }

  private void notifyUntilClosed() {
    while (!isClosed()) {
      news.acquireUninterruptibly();
      news.drainPermits();
      List<String> topics = List.copyOf(untold);
      topics.forEach(untold::remove);
      try {
        tell(topics);
      } catch (SQLException e) {
        LOG.debug("notification failed, tried again", e);
        untold.addAll(topics);
        news.release();
        pause();
      }
    }
  }

  private void tell(List<String> topics) throws SQLException {
    if (topics.isEmpty()) {
      return;
    }
    try (Connection connection = writer.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select pg_notify(?, topic) from unnest(?) as topic")) {
      statement.setString(1, CHANNEL);
      statement.setArray(2, connection.createArrayOf("text", topics.toArray()));
      statement.execute();
    }
  }

  private void listenUntilClosed() {
    boolean complained = false;
    while (!isClosed()) {
      try (Connection connection = DriverManager.getConnection(url, session)) {
        listening = connection;
        complained = false;
        hear(connection);
      } catch (SQLException e) {
        if (!isClosed() && !complained) {
          LOG.warn("PostgreSQL does not answer, tried again until it does: {}", e.getMessage());
          complained = true;
        }
        pause();
      }
    }
  }

  /// Returns when the signal has been closed.
  private void hear(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
      here.announceAll(); // whatever was announced while nobody listened here
      PGConnection postgres = connection.unwrap(PGConnection.class);
      while (!isClosed()) {
        PGNotification[] heard = postgres.getNotifications(PROBE_MS);
        if (heard == null || heard.length == 0) {
          statement.execute("select 1"); // a dead connection is as silent as an idle one
          continue;
        }
        for (PGNotification notification : heard) {
          here.announce(notification.getParameter());
        }
      }
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause() {
    try {
      closed.await(RETRY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws SQLException {
    closed.countDown();
    news.release();
    Connection connection = listening;
    if (connection != null) {
      connection.abort(Runnable::run);
    }
  }
}
