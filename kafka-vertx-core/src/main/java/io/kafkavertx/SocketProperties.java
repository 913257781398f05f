package io.kafkavertx;

import io.vertx.core.net.NetClientOptions;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Properties of the Java client that Vert.x has options for, and what is special about them. */
final class SocketProperties {
  private static final int CHOICE_OF_THE_SYSTEM = -1;

  static final List<Option<ClientOptions<?>, ?>> ALL =
      List.of(
          buffer(
              "send.buffer.bytes",
              NetClientOptions::getSendBufferSize,
              NetClientOptions::setSendBufferSize),
          buffer(
              "receive.buffer.bytes",
              NetClientOptions::getReceiveBufferSize,
              NetClientOptions::setReceiveBufferSize));

  private SocketProperties() {}

  private static Option<ClientOptions<?>, Integer> buffer(
      String property,
      Function<NetClientOptions, Integer> getter,
      BiConsumer<NetClientOptions, Integer> setter) {
    return Option.of(
        null,
        property,
        OptionType.INT,
        options -> getter.apply(options.getNetClientOptions()),
        (options, bytes) -> {
          if (bytes != CHOICE_OF_THE_SYSTEM && bytes < 1) {
            throw new ConfigException(
                property
                    + " must be at least 1, or -1 for the choice of the operating system, but is "
                    + bytes);
          }
          // -1 is Vert.x's default as well, but its setter does not take it.
          if (bytes != CHOICE_OF_THE_SYSTEM) {
            NetClientOptions net = new NetClientOptions(options.getNetClientOptions());
            setter.accept(net, bytes);
            options.setNetClientOptions(net);
          }
        });
  }
}
