package io.kafkavertx.examples.livetopics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;

/** Serves the page and bridges it to the event bus. */
final class WebVerticle extends VerticleBase {
  /** The version is that of the pom. */
  private static final String SOCKJS = "META-INF/resources/webjars/sockjs-client/1.6.1/dist";

  /** A record of 1 MB, its JSON escapes included. */
  private static final int MAX_MESSAGE = 4 << 20;

  private final Settings settings;
  private HttpServer server;

  WebVerticle(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.route().handler(new SiteGuard(settings.host()));
    SockJSHandler sockJs =
        SockJSHandler.create(
            vertx,
            new SockJSHandlerOptions().setRegisterWriteHandler(true).setHeartbeatInterval(5_000));
    router
        .route("/eventbus/*")
        .subRouter(sockJs.bridge(Addresses.allowList(settings.readonly()), new BridgeGuard(vertx)));
    router.route("/lib/*").handler(StaticHandler.create(SOCKJS));
    router
        .route("/*")
        .handler(
            StaticHandler.create("live-topics").setCachingEnabled(false).setIncludeHidden(false));
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setMaxWebSocketFrameSize(MAX_MESSAGE)
                .setMaxWebSocketMessageSize(MAX_MESSAGE)
                .setCompressionSupported(true))
        .requestHandler(router)
        .listen()
        .onSuccess(listening -> server = listening);
  }

  /** Where the page is. */
  String url() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return "http://" + host + ":" + server.actualPort() + "/";
  }
}
