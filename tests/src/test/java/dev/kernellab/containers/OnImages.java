// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Needs a Docker engine and the images; where either is missing the tests are skipped, and counted
/// as skipped, with what to do about it. A [Deployment] that a test class asks for is shared by all
/// that ask, since starting one takes longer than most tests: two replicas, three runners, all of
/// them well, which is how each class must leave it.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({OnImages.Condition.class, OnImages.Shared.class})
public @interface OnImages {

  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Images.missing()
          .map(ConditionEvaluationResult::disabled)
          .orElseGet(() -> ConditionEvaluationResult.enabled("engine and images are here"));
    }
  }

  final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Deployment.class;
    }

    /// Closed by JUnit, after the last test of all.
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(Deployment.class, key -> started(), Deployment.class);
    }

    private static Deployment started() {
      try {
        return Deployment.start(Deployment.Plan.of(2, 3));
      } catch (Exception e) {
        throw new IllegalStateException("the deployment did not start", e);
      }
    }
  }
}
