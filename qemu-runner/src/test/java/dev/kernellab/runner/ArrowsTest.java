// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Which stage may know which.
@AnalyzeClasses(
    packages = "dev.kernellab.runner",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule STAGES_KNOW_ONLY_WHAT_THEY_STAND_ON =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("service")
          .definedBy("..service")
          .layer("runner")
          .definedBy("dev.kernellab.runner")
          .layer("observe")
          .definedBy("..observe")
          .layer("boot")
          .definedBy("..boot")
          .layer("build")
          .definedBy("..build")
          .layer("archive")
          .definedBy("..archive")
          .layer("image")
          .definedBy("..image")
          .layer("sandbox")
          .definedBy("..sandbox")
          .layer("qmp")
          .definedBy("..qmp")
          .layer("gdb")
          .definedBy("..gdb")
          .layer("submission")
          .definedBy("..submission")
          .layer("socket")
          .definedBy("..socket")
          .whereLayer("service")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("service")
          .mayOnlyAccessLayers("runner", "archive", "sandbox")
          .whereLayer("runner")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("observe")
          .mayOnlyAccessLayers("boot", "sandbox", "qmp", "gdb", "socket")
          .whereLayer("boot")
          .mayOnlyAccessLayers("image", "sandbox", "qmp", "gdb", "socket")
          .whereLayer("build")
          .mayOnlyAccessLayers("archive", "image", "sandbox", "submission")
          .whereLayer("archive")
          .mayOnlyAccessLayers("submission")
          .whereLayer("image")
          .mayOnlyAccessLayers("submission")
          .whereLayer("qmp")
          .mayOnlyAccessLayers("socket")
          .whereLayer("gdb")
          .mayOnlyAccessLayers("socket")
          .whereLayer("sandbox")
          .mayNotAccessAnyLayer()
          .whereLayer("submission")
          .mayNotAccessAnyLayer()
          .whereLayer("socket")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.kernellab.runner.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_SANDBOX_STARTS_PROCESSES =
      noClasses()
          .that()
          .resideOutsideOfPackage("..sandbox")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class);

  @ArchTest
  static final ArchRule NO_FRAMEWORK_BUT_IN_THE_SERVICE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..service")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "reactor..");
}
