package io.kafkavertx.examples.livetopics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Deploys the verticles that make up the page. */
final class LiveTopicsApp {
  private LiveTopicsApp() {}

  /**
   * @return completes with the URL of the page when it is served
   */
  static Future<String> deploy(Vertx vertx, Settings settings) {
    WebVerticle web = new WebVerticle(settings);
    return deployServices(vertx, settings)
        .compose(deployed -> vertx.deployVerticle(web))
        .map(deployed -> web.url());
  }

  /** What answers on the bus; all but the web server. */
  static Future<Void> deployServices(Vertx vertx, Settings settings) {
    return Future.all(
            vertx.deployVerticle(new TopicsVerticle(settings)),
            vertx.deployVerticle(new GroupsVerticle(settings)),
            vertx.deployVerticle(new SessionsVerticle(settings)),
            settings.readonly()
                ? Future.succeededFuture()
                : vertx.deployVerticle(new ProduceVerticle(settings)))
        .mapEmpty();
  }
}
