// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// PostgreSQL when `spring.datasource.url` names one, a file of the lab's own when it is empty.
final class ChosenDatabase {
  private ChosenDatabase() {}

  static boolean isPostgres(Environment environment) {
    String url = environment.getProperty("spring.datasource.url", "");
    if (!url.isBlank() && !url.startsWith("jdbc:postgresql:")) {
      throw new IllegalStateException(
          "spring.datasource.url: expected jdbc:postgresql://host/name, got another kind of"
              + " database. Leave it empty to keep everything in one file under lab.home.");
    }
    return !url.isBlank();
  }

  static final class Postgres implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return isPostgres(context.getEnvironment());
    }
  }

  static final class Sqlite implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !isPostgres(context.getEnvironment());
    }
  }
}
