package io.kafkavertx.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kafkavertx.spi.Plugin;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/**
 * What all plug-ins have in common: a name, and an entry by which they are found.
 *
 * @param <F> the kind of factory
 */
abstract class PluginContract<F extends Plugin> {
  private final Class<F> kind;

  PluginContract(Class<F> kind) {
    this.kind = kind;
  }

  /** The factory under test; a new one each time. */
  protected abstract F factory();

  /** A configuration with which the factory works; empty unless overridden. */
  protected JsonObject config() {
    return new JsonObject();
  }

  @Test
  void theNameIsThereAndStaysTheSame() {
    String name = factory().name();
    assertFalse(name == null || name.isBlank(), "the name is empty");
    assertEquals(name, factory().name(), "another factory has another name");
  }

  @Test
  void theFactoryIsPublicAndListedForTheServiceLoader() throws IOException {
    Class<?> type = factory().getClass();
    assertTrue(Modifier.isPublic(type.getModifiers()), type + " is not public");
    String file = "META-INF/services/" + kind.getName();
    StringBuilder all = new StringBuilder();
    for (URL url : Collections.list(type.getClassLoader().getResources(file))) {
      try (var in = url.openStream()) {
        all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
      }
    }
    assertTrue(
        all.toString().lines().anyMatch(line -> line.strip().equals(type.getName())),
        file + " does not name " + type.getName());
  }
}
