package io.kafkavertx;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of CONTRIBUTING.md that a machine can check. */
@AnalyzeClasses(packages = "io.kafkavertx", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String SHELL = "io.kafkavertx.internal.vertx..";
  private static final String API = "io.kafkavertx";
  private static final String EVENT_BUS = "io.kafkavertx.eventbus..";

  /** Client logic: everything that must run unchanged in the simulator. */
  private static final String[] LOGIC = {
    "io.kafkavertx.internal.metrics..",
    "io.kafkavertx.internal.net..",
    "io.kafkavertx.internal.cluster..",
    "io.kafkavertx.internal.produce..",
    "io.kafkavertx.internal.fetch..",
    "io.kafkavertx.internal.group..",
    "io.kafkavertx.internal.process..",
    "io.kafkavertx.internal.consumer..",
    "io.kafkavertx.internal.admin.."
  };

  @ArchTest
  static final ArchRule importsFollowTheLaw =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("metrics")
          .definedBy("io.kafkavertx.internal.metrics..")
          .layer("net")
          .definedBy("io.kafkavertx.internal.net..")
          .layer("cluster")
          .definedBy("io.kafkavertx.internal.cluster..")
          .layer("produce")
          .definedBy("io.kafkavertx.internal.produce..")
          .layer("fetch")
          .definedBy("io.kafkavertx.internal.fetch..")
          .layer("group")
          .definedBy("io.kafkavertx.internal.group..")
          .layer("process")
          .definedBy("io.kafkavertx.internal.process..")
          .layer("consumer")
          .definedBy("io.kafkavertx.internal.consumer..")
          .layer("admin")
          .definedBy("io.kafkavertx.internal.admin..")
          .layer("shell")
          .definedBy(SHELL)
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers(
              "net",
              "cluster",
              "produce",
              "fetch",
              "group",
              "process",
              "consumer",
              "admin",
              "shell")
          .whereLayer("net")
          .mayOnlyBeAccessedByLayers(
              "cluster", "produce", "fetch", "group", "process", "consumer", "admin", "shell")
          .whereLayer("cluster")
          .mayOnlyBeAccessedByLayers("produce", "fetch", "group", "consumer", "admin", "shell")
          .whereLayer("produce")
          .mayOnlyBeAccessedByLayers("shell")
          .whereLayer("fetch")
          .mayOnlyBeAccessedByLayers("process", "consumer")
          .whereLayer("group")
          .mayOnlyBeAccessedByLayers("consumer", "admin")
          .whereLayer("admin")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("process")
          .mayOnlyBeAccessedByLayers("consumer", "shell")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule internalPackagesHaveNoCycles =
      slices().matching("io.kafkavertx.internal.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule logicDoesNotKnowTheEntryPoints =
      noClasses()
          .that()
          .resideInAnyPackage(LOGIC)
          .should()
          .dependOnClassesThat(
              resideInAPackage(EVENT_BUS).or(resideInAPackage(SHELL)).or(entryPoint()));

  @ArchTest
  static final ArchRule onlyTheShellTouchesVertxAtRunTime =
      noClasses()
          .that()
          .resideInAnyPackage(LOGIC)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.vertx..", "io.netty..")
                  .and(DescribedPredicate.not(plainVertxType())));

  @ArchTest
  static final ArchRule logicDoesNotTouchTheOutside =
      noClasses()
          .that()
          .resideInAnyPackage(LOGIC)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.nio.channels..",
                      "java.util.concurrent.locks..",
                      "java.util.concurrent.atomic..")
                  .or(
                      named(
                          "java.net.Socket",
                          "java.net.InetAddress",
                          "java.lang.Thread",
                          "java.util.Timer",
                          "java.util.concurrent.ConcurrentHashMap",
                          "java.util.concurrent.ConcurrentLinkedQueue")));

  @ArchTest
  static final ArchRule logicTakesTimeFromTheLoop =
      noClasses()
          .that()
          .resideInAnyPackage(LOGIC)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  /** Sets and maps whose order each process draws anew: see {@code OrderedCopy}. */
  @ArchTest
  static final ArchRule orderIsTheSameInEveryProcess =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.kafkavertx.spi..")
          .should()
          .callMethod(java.util.Set.class, "copyOf", java.util.Collection.class)
          .orShould()
          .callMethod(java.util.Map.class, "copyOf", java.util.Map.class)
          .orShould()
          .callMethod(java.util.stream.Collectors.class, "toUnmodifiableSet");

  @ArchTest
  static final ArchRule noLocksOutsideTheShell =
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackages(SHELL)
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.kafkavertx..")
          .should()
          .haveModifier(JavaModifier.SYNCHRONIZED);

  @ArchTest
  static final ArchRule noVolatileOutsideTheShell =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackages(SHELL)
          .should()
          .haveModifier(JavaModifier.VOLATILE);

  @ArchTest
  static final ArchRule noAtomicsOutsideTheShell =
      noClasses()
          .that()
          .resideOutsideOfPackages(SHELL)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.util.concurrent.atomic..", "java.util.concurrent.locks..")
                  .or(
                      named(
                          "java.util.concurrent.ConcurrentHashMap",
                          "java.util.concurrent.ConcurrentLinkedQueue",
                          "java.util.concurrent.CopyOnWriteArrayList")));

  @ArchTest
  static final ArchRule nobodySleepsOrPrints =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule classesHaveJobsNotLabels =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils");

  @ArchTest
  static final ArchRule kafkaClientsIsNotHere =
      noClasses().should().dependOnClassesThat(resideInAPackage("org.apache.kafka.."));

  @ArchTest
  static final ArchRule failuresHaveOneRoot =
      classes()
          .that()
          .resideInAPackage(API)
          .and()
          .areAssignableTo(Throwable.class)
          .should()
          .beAssignableTo(KafkaException.class);

  private static DescribedPredicate<JavaClass> entryPoint() {
    return named(
        "io.kafkavertx.KafkaProducer",
        "io.kafkavertx.KafkaConsumer",
        "io.kafkavertx.KafkaClient",
        "io.kafkavertx.admin.KafkaAdmin");
  }

  /** Futures, buffers, JSON, handlers and logging carry no thread and no socket. */
  private static DescribedPredicate<JavaClass> plainVertxType() {
    return named(
            "io.vertx.core.Future",
            "io.vertx.core.Promise",
            "[Lio.vertx.core.Promise;",
            "io.vertx.core.Completable",
            "io.vertx.core.AsyncResult",
            "io.vertx.core.CompositeFuture",
            "io.vertx.core.Handler")
        .or(
            resideInAnyPackage(
                "io.vertx.core.buffer..",
                "io.vertx.core.json..",
                "io.vertx.core.internal.logging.."));
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    java.util.Set<String> set = java.util.Set.of(names);
    return DescribedPredicate.describe("one of " + set, type -> set.contains(type.getName()));
  }
}
