package io.kafkavertx.spi;

/**
 * What every plug-in found through {@link java.util.ServiceLoader} has: the name by which options
 * choose it.
 */
public interface Plugin {
  /** The name, unique among the plug-ins of one kind; compared without regard to case. */
  String name();
}
