package io.kafkavertx.testkit.scripted;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Brokers on real sockets of 127.0.0.1, one server each. On the cluster's loop only. */
final class ServerBinding implements BrokerBinding {
  static final String HOST = "127.0.0.1";

  private final Vertx vertx;
  private final Map<Integer, Future<NetServer>> servers = new LinkedHashMap<>();

  ServerBinding(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Listens on a port of the system's choice, then adds the broker. */
  Future<Void> add(ScriptedCluster cluster, int id) {
    Promise<ScriptedBroker> added = Promise.promise();
    return listen(0, added.future())
        .map(
            server -> {
              servers.put(id, Future.succeededFuture(server));
              added.complete(cluster.addBroker(id, HOST, server.actualPort(), null));
              return null;
            });
  }

  @Override
  public void up(ScriptedBroker broker) {
    if (!servers.containsKey(broker.id())) {
      servers.put(broker.id(), listen(broker.port(), Future.succeededFuture(broker)));
    }
  }

  @Override
  public void down(ScriptedBroker broker) {
    Future<NetServer> server = servers.remove(broker.id());
    if (server != null) {
      server.onSuccess(NetServer::close);
    }
  }

  /** Completes when the broker accepts connections. */
  Future<Void> isUp(int id) {
    return servers.getOrDefault(id, Future.failedFuture("broker " + id + " is down")).mapEmpty();
  }

  private Future<NetServer> listen(int port, Future<ScriptedBroker> broker) {
    return vertx
        .createNetServer()
        .connectHandler(
            socket -> {
              if (broker.isComplete()) {
                SocketLink.open(socket, broker.result());
              } else {
                socket.close();
              }
            })
        .listen(port, HOST);
  }
}
