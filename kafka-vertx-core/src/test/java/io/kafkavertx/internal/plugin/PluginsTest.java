package io.kafkavertx.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
  @TempDir Path directory;

  /** A stranger's plug-in. */
  public static class One implements SaslMechanismFactory {
    @Override
    public String name() {
      return "Knock";
    }

    @Override
    public SaslMechanism create(JsonObject config) {
      throw new IllegalArgumentException("not needed here");
    }
  }

  /** Another stranger's, of the same name. */
  public static class Two extends One {
    @Override
    public String name() {
      return "KNOCK";
    }

    @Override
    public SaslMechanism create(JsonObject config) {
      throw new IllegalArgumentException("from Two");
    }
  }

  /** Cannot be made. */
  public static class Broken extends One {
    public Broken() {
      throw new IllegalStateException("no native library");
    }
  }

  /** Has no name. */
  public static class Nameless extends One {
    @Override
    public String name() {
      return " ";
    }
  }

  /** Does {@code work} where these providers, and no others of the test, can be found. */
  private void with(Runnable work, String... providers) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(SaslMechanismFactory.class.getName()), String.join("\n", providers));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] urls = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
      thread.setContextClassLoader(loader);
      work.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aPluginIsFoundByItsNameInAnyCase() throws IOException {
    with(
        () -> {
          assertThat(Plugins.sasl("knock")).isInstanceOf(One.class);
          assertThat(Plugins.names(SaslMechanismFactory.class)).contains("Knock");
        },
        One.class.getName());
  }

  @Test
  void twoOfOneNameAreAnErrorThatNamesBothAndTheirPlaces() throws IOException {
    with(
        () ->
            assertThatThrownBy(() -> Plugins.sasl("KNOCK"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(One.class.getName())
                .hasMessageContaining(Two.class.getName())
                .hasMessageContaining("file:"),
        One.class.getName(),
        Two.class.getName());
  }

  @Test
  void aMissingOneNamesWhatIsThereAndWhatToAdd() throws IOException {
    with(
        () ->
            assertThatThrownBy(() -> Plugins.sasl("SCRAM-SHA-256"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SASL mechanism plug-in 'SCRAM-SHA-256'")
                .hasMessageContaining("Knock")
                .hasMessageContaining("io.kafkavertx:kafka-vertx-sasl"),
        One.class.getName());
  }

  @Test
  void theModuleToAddIsNamedForEveryKind() {
    assertThatThrownBy(() -> Plugins.compression("brotli"))
        .hasMessageContaining("compression plug-in 'brotli'")
        .hasMessageContaining("io.kafkavertx:kafka-vertx-compression");
    assertThatThrownBy(() -> Plugins.compression(9)).hasMessageContaining("with id 9");
    assertThatThrownBy(() -> Plugins.assignor("no-such"))
        .hasMessageContaining("io.kafkavertx:kafka-vertx-assignors");
    assertThatThrownBy(() -> Plugins.partitioner("no-such"))
        .hasMessageContaining("partitioner plug-in 'no-such'");
    assertThatThrownBy(() -> Plugins.metricsReporter("no-such"))
        .hasMessageContaining("io.kafkavertx:kafka-vertx-micrometer");
    assertThat(Plugins.names(PartitionerFactory.class)).doesNotContain("no-such");
  }

  @Test
  void anInstanceComesBeforeWhatIsOnThePath() throws IOException {
    Two given = new Two();
    KafkaClientOptions options = new KafkaClientOptions().addPlugin(given);
    options.setSaslMechanism("knock").setSaslConfig(new JsonObject());
    with(
        () -> {
          assertThat(Plugins.sasl("knock")).isInstanceOf(One.class);
          assertThatThrownBy(() -> Plugins.sasl(options)).hasMessageContaining("from Two");
          assertThatThrownBy(() -> Plugins.sasl(options.copy())).hasMessageContaining("from Two");
        },
        One.class.getName());
    assertThatThrownBy(() -> Plugins.sasl(options.addPlugin(new One())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("addPlugin was given more than one")
        .hasMessageContaining(One.class.getName())
        .hasMessageContaining(Two.class.getName());
  }

  @Test
  void instancesOfOtherKindsDoNotAnswer() {
    KafkaClientOptions options = new KafkaClientOptions().addPlugin(new One());
    assertThatThrownBy(() -> Plugins.partitioner(options, "knock"))
        .hasMessageContaining("partitioner plug-in 'knock'");
    assertThatThrownBy(() -> Plugins.compression(options, 9)).hasMessageContaining("with id 9");
  }

  @Test
  void oneThatCannotBeLoadedIsNamedAndDoesNotHideTheOthers() throws IOException {
    with(
        () -> {
          assertThat(Plugins.sasl("Knock")).isInstanceOf(One.class);
          assertThatThrownBy(() -> Plugins.sasl("other"))
              .hasMessageContaining("no native library")
              .hasMessageContaining(Broken.class.getName())
              .hasMessageContaining("does.not.Exist")
              .hasMessageContaining(Nameless.class.getName());
        },
        Broken.class.getName(),
        "does.not.Exist",
        Nameless.class.getName(),
        One.class.getName());
  }
}
