// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The one way to the rows: whoever writes does so through `write`, inside `transaction` when more
/// than one statement belongs together; whoever only reads never waits for a writer.
///
/// @param write statements that change rows
/// @param read statements that do not; sees what has been committed
/// @param transaction around statements of `write`
/// @param writer the source of `write`'s connections; takes part in `transaction`
/// @param exclusive nobody else works on this database while this lab runs, and a transaction locks
///   all of it
public record Database(
    JdbcClient write,
    JdbcClient read,
    TransactionOperations transaction,
    DataSource writer,
    boolean exclusive) {}
