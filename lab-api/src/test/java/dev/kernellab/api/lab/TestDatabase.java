// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import java.util.List;

/// What a lab can keep its rows in. Whatever a lab promises it promises on each.
public enum TestDatabase {
  SQLITE,
  POSTGRESQL;

  /// Settings of a lab that starts with nothing; with SQLite the lab's folder decides.
  public List<String> fresh() {
    return switch (this) {
      case SQLITE -> List.of();
      case POSTGRESQL -> Postgres.shared().newDatabase();
    };
  }
}
