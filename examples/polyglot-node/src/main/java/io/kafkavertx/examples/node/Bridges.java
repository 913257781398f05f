package io.kafkavertx.examples.node;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.eventbus.bridge.tcp.TcpEventBusBridge;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;

/**
 * Opens the event bus to clients outside: over TCP, and over SockJS for browsers. They reach the
 * two addresses that are named here and nothing else of the bus.
 */
public final class Bridges extends VerticleBase {
  private static final PermittedOptions ORDERS = new PermittedOptions().setAddress("kafka.orders");
  private static final PermittedOptions INVOICES =
      new PermittedOptions().setAddress("kafka.invoices");

  @Override
  public Future<?> start() {
    return tcp().compose(open -> http());
  }

  private Future<TcpEventBusBridge> tcp() {
    BridgeOptions allowed =
        new BridgeOptions().addOutboundPermitted(ORDERS).addInboundPermitted(INVOICES);
    return TcpEventBusBridge.create(vertx, allowed, new NetServerOptions())
        .listen(config().getInteger("tcpPort", 7000), "127.0.0.1");
  }

  private Future<HttpServer> http() {
    SockJSBridgeOptions allowed = new SockJSBridgeOptions();
    allowed.addOutboundPermitted(ORDERS);
    allowed.addInboundPermitted(INVOICES);
    Router router = Router.router(vertx);
    router.route("/eventbus*").subRouter(SockJSHandler.create(vertx).bridge(allowed));
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(config().getInteger("httpPort", 8080), "127.0.0.1");
  }
}
