// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.kernellab.memory", importOptions = DoNotIncludeTests.class)
class PurityTest {
  @ArchTest
  static final ArchRule knowsNoFrameworkAndDoesNoInputOrOutput =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "reactor..",
              "tools.jackson..",
              "java.io..",
              "java.net..",
              "java.nio.channels..",
              "java.nio.file..",
              "java.time..",
              "java.util.concurrent..")
          .because("what memory means is decided by its bytes alone");

  @ArchTest
  static final ArchRule knowsOnlyTheProtocol =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kernellab.api..", "dev.kernellab.runner..", "dev.kernellab.cli..");
}
