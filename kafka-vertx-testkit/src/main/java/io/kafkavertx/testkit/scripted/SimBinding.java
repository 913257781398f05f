package io.kafkavertx.testkit.scripted;

import io.kafkavertx.internal.net.Transport;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.testkit.sim.SimChannel;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimNetwork;
import java.util.List;

/** Brokers in a simulated network. */
final class SimBinding implements BrokerBinding {
  private final SimNetwork network;
  private final SimEventLoop loop;

  SimBinding(SimNetwork network, SimEventLoop loop) {
    this.network = network;
    this.loop = loop;
  }

  @Override
  public void up(ScriptedBroker broker) {
    network.listen(broker.address(), loop, channel -> new End(broker.accept(new Link(channel))));
  }

  @Override
  public void down(ScriptedBroker broker) {
    network.unlisten(broker.address());
  }

  private record End(ScriptedConnection connection) implements Transport.ChannelListener {
    @Override
    public void frame(ByteSlice frame) {
      connection.frame(frame.toArray());
    }

    @Override
    public void writable() {}

    @Override
    public void closed(Throwable cause) {
      connection.linkClosed();
    }
  }

  private record Link(SimChannel channel) implements ClientLink {
    @Override
    public void send(List<ByteSlice> segments) {
      channel.write(segments);
      channel.flush();
    }

    @Override
    public void sendRaw(byte[] bytes) {
      channel.writeRaw(bytes);
      channel.flush();
    }

    @Override
    public void close() {
      channel.close();
    }

    @Override
    public void reset() {
      channel.reset();
    }
  }
}
