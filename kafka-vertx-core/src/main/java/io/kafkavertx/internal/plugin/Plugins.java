package io.kafkavertx.internal.plugin;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConfigException;
import io.kafkavertx.PluginOptions;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.spi.Plugin;
import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/**
 * Finds plug-ins by name, case aside, through {@link ServiceLoader}: on the class path and on the
 * module path, ours and strangers' alike. From any thread; nothing is kept, so call it once for
 * each client.
 *
 * <p>All methods throw {@link ConfigException} when there is none or more than one of that name.
 */
public final class Plugins {
  private Plugins() {}

  /** The codec of a name such as {@code zstd}. */
  public static CompressionCodecFactory compression(String name) {
    return codecs().named(name);
  }

  /** The codec of an id in record batches (1 gzip, 2 snappy, 3 lz4, 4 zstd). */
  public static CompressionCodecFactory compression(int id) {
    return codecs().only("with id " + id, codec -> codec.id() == id);
  }

  /** As {@link #compression(String)}, looked for among the options' instances first. */
  public static CompressionCodecFactory compression(PluginOptions<?> options, String name) {
    return given(options, CompressionCodecFactory.class, "'" + name + "'", isNamed(name))
        .orElseGet(() -> compression(name));
  }

  /** As {@link #compression(int)}, looked for among the options' instances first. */
  public static CompressionCodecFactory compression(PluginOptions<?> options, int id) {
    return given(options, CompressionCodecFactory.class, "with id " + id, one -> one.id() == id)
        .orElseGet(() -> compression(id));
  }

  /** The SASL mechanism of a name such as {@code PLAIN}. */
  public static SaslMechanismFactory sasl(String name) {
    return catalogue(SaslMechanismFactory.class).named(name);
  }

  /**
   * The SASL mechanism that options ask for, by name or as an instance; null when for none.
   *
   * @throws ConfigException also when the mechanism refuses its configuration
   */
  public static SaslMechanism sasl(ClientOptions<?> options) {
    if (options.getSaslMechanism() == null) {
      return null;
    }
    SaslMechanismFactory factory = options.getSaslMechanismFactory();
    if (factory == null) {
      String name = options.getSaslMechanism();
      factory =
          given(options, SaslMechanismFactory.class, "'" + name + "'", isNamed(name))
              .orElseGet(() -> sasl(name));
    }
    SaslMechanism mechanism;
    try {
      mechanism = factory.create(options.getSaslConfig());
    } catch (RuntimeException e) {
      throw new ConfigException("saslConfig: " + e.getMessage(), e);
    }
    if (mechanism == null) {
      throw new ConfigException(factory.getClass().getName() + " made no SASL mechanism");
    }
    return mechanism;
  }

  /** The partitioner of a name. */
  public static PartitionerFactory partitioner(String name) {
    return catalogue(PartitionerFactory.class).named(name);
  }

  /** As {@link #partitioner(String)}, looked for among the options' instances first. */
  public static PartitionerFactory partitioner(PluginOptions<?> options, String name) {
    return given(options, PartitionerFactory.class, "'" + name + "'", isNamed(name))
        .orElseGet(() -> partitioner(name));
  }

  /** The partition assignor of a name such as {@code range}. */
  public static PartitionAssignorFactory assignor(String name) {
    return catalogue(PartitionAssignorFactory.class).named(name);
  }

  /** As {@link #assignor(String)}, looked for among the options' instances first. */
  public static PartitionAssignorFactory assignor(PluginOptions<?> options, String name) {
    return given(options, PartitionAssignorFactory.class, "'" + name + "'", isNamed(name))
        .orElseGet(() -> assignor(name));
  }

  /** The metrics reporter of a name such as {@code micrometer}. */
  public static MetricsReporterFactory metricsReporter(String name) {
    return catalogue(MetricsReporterFactory.class).named(name);
  }

  /** As {@link #metricsReporter(String)}, looked for among the options' instances first. */
  public static MetricsReporterFactory metricsReporter(PluginOptions<?> options, String name) {
    return given(options, MetricsReporterFactory.class, "'" + name + "'", isNamed(name))
        .orElseGet(() -> metricsReporter(name));
  }

  /** The names of the plug-ins of one kind, sorted. */
  public static List<String> names(Class<? extends Plugin> kind) {
    return catalogue(kind).names();
  }

  /** What the options have of a kind. */
  private static <P extends Plugin> Optional<P> given(
      PluginOptions<?> options, Class<P> kind, String description, Predicate<? super P> wanted) {
    List<P> matches =
        options.getPlugins().stream()
            .filter(kind::isInstance)
            .map(kind::cast)
            .filter(wanted)
            .toList();
    if (matches.size() > 1) {
      throw new ConfigException(
          "addPlugin was given more than one plug-in "
              + description
              + ": "
              + matches.get(0).getClass().getName()
              + " and "
              + matches.get(1).getClass().getName());
    }
    return matches.stream().findFirst();
  }

  private static Predicate<Plugin> isNamed(String name) {
    return plugin -> plugin.name().equalsIgnoreCase(name);
  }

  private static Catalogue<CompressionCodecFactory> codecs() {
    return catalogue(CompressionCodecFactory.class);
  }

  // A module may only look for what it declares to use, so the calls to ServiceLoader stand here,
  // one for each kind that module-info lists.
  private static <P extends Plugin> Catalogue<P> catalogue(Class<P> kind) {
    Catalogue<P> catalogue = new Catalogue<>(kind);
    ClassLoader callers = Thread.currentThread().getContextClassLoader();
    if (callers != null) {
      catalogue.addAll(ServiceLoader.load(kind, callers));
    }
    catalogue.addAll(ServiceLoader.load(kind, Plugins.class.getClassLoader()));
    return catalogue;
  }
}
