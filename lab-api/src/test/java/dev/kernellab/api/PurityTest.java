// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.kernellab.api", importOptions = DoNotIncludeTests.class)
class PurityTest {
  private static final String[] FRAMEWORKS = {
    "org.springframework..", "reactor..", "org.reactivestreams..", "jakarta.."
  };

  @ArchTest
  static final ArchRule observingIsPure =
      noClasses()
          .that()
          .resideInAPackage("dev.kernellab.api.observe..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FRAMEWORKS)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "tools.jackson..",
              "java.io..",
              "java.net..",
              "java.nio..",
              "java.sql..",
              "java.time..",
              "java.util.concurrent..")
          .because("the same evidence must give the same view, always");
}
