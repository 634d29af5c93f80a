// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.kernellab.grading", importOptions = DoNotIncludeTests.class)
class PurityTest {
  @ArchTest
  static final ArchRule knowsNoFrameworkAndDoesNoInputOrOutput =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "reactor..",
              "jakarta..",
              "java.io..",
              "java.net..",
              "java.nio.channels..",
              "java.nio.file..",
              "java.sql..",
              "java.util.concurrent..")
          .because("the same evidence must give the same verdict, always");

  @ArchTest
  static final ArchRule knowsOnlyTheProtocolAndWhatMemoryMeans =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kernellab.api..", "dev.kernellab.runner..", "dev.kernellab.cli..");

  @ArchTest
  static final ArchRule arrowsPointInwards =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("assignment")
          .definedBy("..grading.assignment..")
          .layer("check")
          .definedBy("..grading.check..")
          .layer("verdict")
          .definedBy("..grading.verdict..")
          .layer("author")
          .definedBy("..grading.author..")
          .whereLayer("verdict")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("author")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("check")
          .mayOnlyBeAccessedByLayers("verdict", "author");
}
