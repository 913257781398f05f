package io.kafkavertx.protocol.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The message classes of one release of kafka-clients, in a class loader of their own, so that
 * several releases can be asked in one JVM.
 */
final class KafkaJar {
  private static final String MESSAGES = "org.apache.kafka.common.message.";
  private static final String PROTOCOL = "org.apache.kafka.common.protocol.";

  private final ClassLoader loader;
  private final MethodHandle newCache;
  private final MethodHandle newAccessor;
  private final MethodHandle size;
  private final MethodHandle write;
  private final MethodHandle read;

  private KafkaJar(ClassLoader loader) {
    this.loader = loader;
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      Class<?> message = loader.loadClass(PROTOCOL + "Message");
      Class<?> cache = loader.loadClass(PROTOCOL + "ObjectSerializationCache");
      Class<?> writable = loader.loadClass(PROTOCOL + "Writable");
      Class<?> readable = loader.loadClass(PROTOCOL + "Readable");
      Class<?> accessor = loader.loadClass(PROTOCOL + "ByteBufferAccessor");
      newCache = lookup.unreflectConstructor(cache.getConstructor());
      newAccessor = lookup.unreflectConstructor(accessor.getConstructor(ByteBuffer.class));
      size = lookup.unreflect(message.getMethod("size", cache, short.class));
      write = lookup.unreflect(message.getMethod("write", writable, cache, short.class));
      read = lookup.unreflect(message.getMethod("read", readable, short.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The jar of that release, which the build has copied to {@code target/oracle}. */
  static KafkaJar open(String release) {
    Path jar = Path.of("target", "oracle", "kafka-clients-" + release + ".jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar.toAbsolutePath() + " is missing: run mvn test-compile");
    }
    try {
      return new KafkaJar(new OwnKafkaLoader(jar.toUri().toURL()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Class<?> load(String name) {
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The class of a message, by the name in its schema. */
  Codec codec(String schemaName) {
    boolean data = schemaName.startsWith("ConsumerProtocol");
    return new Codec(MESSAGES + schemaName + (data ? "" : "Data"));
  }

  /** Reads and writes one message with Kafka's own code. */
  final class Codec {
    private final MethodHandle create;
    private final MethodHandle fromJson;

    private Codec(String className) {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      try {
        create = lookup.unreflectConstructor(load(className).getConstructor());
        fromJson =
            lookup.unreflect(
                load(className + "JsonConverter").getMethod("read", JsonNode.class, short.class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    byte[] toBytes(JsonNode json, short version) throws Throwable {
      return toBytes(fromJson.invoke(json, version), version);
    }

    /** Reads bytes and writes what was understood. */
    byte[] rewrite(byte[] bytes, short version) throws Throwable {
      Object message = create.invoke();
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      read.invoke(message, newAccessor.invoke(buffer), version);
      if (buffer.hasRemaining()) {
        throw new IllegalStateException("Kafka left " + buffer.remaining() + " bytes unread");
      }
      return toBytes(message, version);
    }

    private byte[] toBytes(Object message, short version) throws Throwable {
      Object cache = newCache.invoke();
      ByteBuffer buffer = ByteBuffer.allocate((int) size.invoke(message, cache, version));
      write.invoke(message, newAccessor.invoke(buffer), cache, version);
      return buffer.array();
    }
  }

  /** Takes Kafka's classes from the jar even when another release is on the class path. */
  private static final class OwnKafkaLoader extends URLClassLoader {
    OwnKafkaLoader(URL jar) {
      super(new URL[] {jar}, KafkaJar.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.apache.kafka.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }
}
