package io.github.wasminterop.project;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Examples and benchmarks use the core, backends and core use the SPI, and nothing points back. */
@AnalyzeClasses(
    packages = "io.github.wasminterop",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyDirectionTest {
  private static final String[] PLATFORM = {"java..", "org.jspecify.."};
  private static final String[] SPI = in("spi..", "type..", "error..");
  private static final String[] CORE = {"io.github.wasminterop", "io.github.wasminterop.abi.."};
  private static final String[] BACKENDS = in("backend..");
  private static final String[] KIT = in("conformance..");
  private static final String[] PROGRAMS = in("examples..", "benchmarks..");

  @ArchTest
  static final ArchRule everyClassHasAPlace =
      classes().should().resideInAnyPackage(all(SPI, CORE, BACKENDS, KIT, PROGRAMS));

  @ArchTest
  static final ArchRule spiStandsAlone =
      classes()
          .that(resideInAnyPackage(SPI))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(all(SPI, PLATFORM));

  @ArchTest
  static final ArchRule coreKnowsOnlyTheSpi =
      classes()
          .that(resideInAnyPackage(CORE))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(all(CORE, SPI, PLATFORM));

  @ArchTest
  static final ArchRule descriptionsKnowNoMemory =
      classes()
          .that(resideInAnyPackage(in("abi..")))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(all(in("abi..", "type..", "error.."), PLATFORM));

  @ArchTest
  static final ArchRule backendsKnowOnlyTheSpi =
      noClasses()
          .that(resideInAnyPackage(BACKENDS))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(all(CORE, KIT, PROGRAMS));

  @ArchTest
  static final ArchRule backendsDoNotKnowOneAnother =
      slices().matching("io.github.wasminterop.backend.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule kitKnowsNoBackend =
      noClasses()
          .that(resideInAnyPackage(KIT))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(all(BACKENDS, PROGRAMS));

  @ArchTest
  static final ArchRule programsMeetBackendsAtRunTimeOnly =
      noClasses()
          .that(resideInAnyPackage(PROGRAMS))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BACKENDS);

  @ArchTest
  static final ArchRule publishedPackagesAreNullMarked =
      classes()
          .that(resideInAnyPackage(all(SPI, CORE, BACKENDS, KIT)))
          .should(
              be(
                  describe(
                      "in a @NullMarked package",
                      type -> type.getPackage().isAnnotatedWith(NullMarked.class))));

  private static String[] in(String... packages) {
    return Stream.of(packages).map("io.github.wasminterop."::concat).toArray(String[]::new);
  }

  private static String[] all(String[]... groups) {
    return Stream.of(groups).flatMap(Stream::of).toArray(String[]::new);
  }
}
