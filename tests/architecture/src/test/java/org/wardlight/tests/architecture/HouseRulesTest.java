package org.wardlight.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The rules of the house, as docs/architecture.md states them. */
@AnalyzeClasses(packages = "org.wardlight", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {
  private static final String API = "org.wardlight.api..";
  private static final String RUNTIME = "org.wardlight.runtime..";
  private static final String LAUNCHER = "org.wardlight.launcher..";
  private static final String TESTKIT = "org.wardlight.testkit..";

  @ArchTest
  static final ArchRule bundlesKnowTheApiAndNeverEachOther =
      slices().matching("org.wardlight.(**).internal..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule theApiKnowsNothingButTheJdkAndItself =
      classes()
          .that()
          .resideInAPackage(API)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(API, "java..", "org.jspecify..", "org.osgi.annotation..");

  @ArchTest
  static final ArchRule everythingElseIsInternal =
      classes()
          .that()
          .resideOutsideOfPackages(API, LAUNCHER, TESTKIT)
          .should()
          .resideInAPackage("..internal..")
          .because("only the api exports packages");

  @ArchTest
  static final ArchRule everyPackageIsNullMarked = classes().should(resideInANullMarkedPackage());

  // Invariant: time is handed in. The launcher runs before there is anything to hand it in.
  @ArchTest
  static final ArchRule mainCodeNeverAsksTheSystemForTheTime =
      noClasses()
          .that()
          .resideOutsideOfPackages(RUNTIME, LAUNCHER, TESTKIT)
          .should()
          .callMethodWhere(readsTheSystemClock());

  @ArchTest
  static final ArchRule nothingSleeps =
      noClasses()
          .that()
          .resideOutsideOfPackage(LAUNCHER)
          .should()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule standardOutputIsForCommandLineToolsOnly =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Command")
          .and()
          .resideOutsideOfPackage(LAUNCHER)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule nothingIsCalledCommonOrUtil =
      noClasses()
          .should()
          .resideInAnyPackage("..common..", "..util..", "..utils..")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule modbusStaysInItsBundle = only("driver.modbus", "com.digitalpetri..");

  @ArchTest static final ArchRule miloStaysInItsBundle = only("driver.opcua", "org.eclipse.milo..");

  @ArchTest
  static final ArchRule droolsStaysInItsBundle = only("rules", "org.kie..", "org.drools..");

  @ArchTest static final ArchRule vertxStaysInItsBundle = only("web", "io.vertx..");

  @ArchTest static final ArchRule questdbStaysInItsBundle = only("telemetry", "io.questdb..");

  @ArchTest static final ArchRule sqlStaysInItsBundle = only("store", "java.sql..", "org.sqlite..");

  private static ArchRule only(String bundle, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackage("org.wardlight." + bundle + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaCall<?>> readsTheSystemClock() {
    Set<String> dated =
        Set.of(
            Instant.class.getName(),
            LocalDate.class.getName(),
            LocalTime.class.getName(),
            LocalDateTime.class.getName(),
            ZonedDateTime.class.getName());
    return DescribedPredicate.describe(
        "reads the system's clock",
        call -> {
          String owner = call.getTargetOwner().getName();
          String method = call.getName();
          return (dated.contains(owner) && method.equals("now"))
              || (owner.equals(System.class.getName())
                  && (method.equals("currentTimeMillis") || method.equals("nanoTime")))
              || (owner.equals(Clock.class.getName()) && method.startsWith("system"));
        });
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(
              SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
        }
      }
    };
  }
}
