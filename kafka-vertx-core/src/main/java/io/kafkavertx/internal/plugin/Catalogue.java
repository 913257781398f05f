package io.kafkavertx.internal.plugin;

import io.kafkavertx.ConfigException;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.spi.Plugin;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/** The plug-ins of one kind that were found, and those that could not be loaded. */
final class Catalogue<P extends Plugin> {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

  /** A loader that fails on and on would keep us for ever. */
  private static final int MOST_FAILURES = 100;

  private final Class<P> kind;

  /** By class name: one jar seen through two class loaders is one plug-in. */
  private final Map<String, P> found = new LinkedHashMap<>();

  private final List<String> broken = new ArrayList<>();

  Catalogue(Class<P> kind) {
    this.kind = kind;
  }

  /** Adds what {@code loader} finds. A provider that fails is reported and left out. */
  void addAll(ServiceLoader<P> loader) {
    Iterator<ServiceLoader.Provider<P>> providers = loader.stream().iterator();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      String name = "a provider";
      try {
        if (!providers.hasNext()) {
          return;
        }
        ServiceLoader.Provider<P> provider = providers.next();
        name = provider.type().getName();
        if (!found.containsKey(name)) {
          add(provider.get());
        }
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        failures++;
        report(name, e);
      }
    }
  }

  private void add(P plugin) {
    String name = plugin.name();
    if (name == null || name.isBlank()) {
      throw new IllegalStateException("its name is empty");
    }
    found.put(plugin.getClass().getName(), plugin);
  }

  private void report(String provider, Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String line = provider + " (" + root + ")";
    if (!broken.contains(line)) {
      broken.add(line);
      LOG.warn("A " + what() + " plug-in cannot be loaded and is left out: " + line);
      LOG.debug("Why it cannot be loaded", failure);
    }
  }

  /** The one plug-in of that name. */
  P named(String name) {
    return only("'" + name + "'", plugin -> plugin.name().equalsIgnoreCase(name));
  }

  /** The one plug-in that {@code wanted} accepts. */
  P only(String description, Predicate<P> wanted) {
    List<P> matches = found.values().stream().filter(wanted).toList();
    if (matches.isEmpty()) {
      throw new ConfigException(missing(description));
    }
    if (matches.size() > 1) {
      throw new ConfigException(
          "There is more than one "
              + what()
              + " plug-in "
              + description
              + ": "
              + place(matches.get(0))
              + " and "
              + place(matches.get(1))
              + "; leave one of them out");
    }
    return matches.get(0);
  }

  private String missing(String description) {
    return "There is no "
        + what()
        + " plug-in "
        + description
        + ". "
        + (found.isEmpty() ? "There is none at all" : "There is " + String.join(", ", names()))
        + ". Ours come with "
        + artifact()
        + "; on the module path the module must be resolved too (--add-modules)"
        + (broken.isEmpty() ? "" : ". Not loadable: " + String.join(", ", broken));
  }

  List<String> names() {
    return found.values().stream().map(Plugin::name).sorted().distinct().toList();
  }

  private static String place(Object plugin) {
    Class<?> type = plugin.getClass();
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return type.getName()
        + " in "
        + (source == null || source.getLocation() == null ? "the JDK" : source.getLocation());
  }

  private String what() {
    if (kind == CompressionCodecFactory.class) {
      return "compression";
    }
    if (kind == SaslMechanismFactory.class) {
      return "SASL mechanism";
    }
    if (kind == PartitionerFactory.class) {
      return "partitioner";
    }
    return kind == PartitionAssignorFactory.class ? "partition assignor" : "metrics reporter";
  }

  private String artifact() {
    if (kind == CompressionCodecFactory.class) {
      return "io.kafkavertx:kafka-vertx-compression (module io.kafkavertx.compression)";
    }
    if (kind == SaslMechanismFactory.class) {
      return "io.kafkavertx:kafka-vertx-sasl (module io.kafkavertx.sasl)";
    }
    return kind == MetricsReporterFactory.class
        ? "io.kafkavertx:kafka-vertx-micrometer (module io.kafkavertx.micrometer)"
        : "io.kafkavertx:kafka-vertx-assignors (module io.kafkavertx.assignors)";
  }
}
