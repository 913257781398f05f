package io.kafkavertx;

import io.kafkavertx.spi.Plugin;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Plug-ins and what they are told. Other options name them.
 *
 * @param <T> the options class itself
 */
public abstract class PluginOptions<T extends PluginOptions<T>> {
  private List<Plugin> plugins = List.of();
  private JsonObject pluginConfig = new JsonObject();

  PluginOptions() {}

  PluginOptions(PluginOptions<?> other) {
    plugins = other.plugins;
    pluginConfig = other.pluginConfig.copy();
  }

  /** This. */
  abstract T self();

  /**
   * Plug-ins of any kind given as instances of their factories, for those that cannot be made from
   * text alone. Where an option names a plug-in, it is looked for among these before the class and
   * module path. Copies of the options share them. Default none; not in JSON.
   */
  public List<Plugin> getPlugins() {
    return plugins;
  }

  /** Adds one to {@link #getPlugins()}. Two of one kind and name are an error. */
  public T addPlugin(Plugin plugin) {
    List<Plugin> more = new ArrayList<>(plugins);
    more.add(Objects.requireNonNull(plugin, "plugin"));
    plugins = List.copyOf(more);
    return self();
  }

  /**
   * Configuration of plug-ins: an object by plug-in name, for example {@code {"zstd": {"level":
   * 3}}}. Default empty.
   */
  public JsonObject getPluginConfig() {
    return pluginConfig;
  }

  /** See {@link #getPluginConfig()}. */
  public T setPluginConfig(JsonObject pluginConfig) {
    this.pluginConfig = Objects.requireNonNull(pluginConfig, "pluginConfig");
    return self();
  }

  /** The configuration of one plug-in; empty when there is none. */
  public JsonObject pluginConfig(String name) {
    for (String key : pluginConfig.fieldNames()) {
      if (key.equalsIgnoreCase(name)) {
        return pluginConfig.getJsonObject(key);
      }
    }
    return new JsonObject();
  }
}
