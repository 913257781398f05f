package io.kafkavertx.examples.livetopics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** Opens a session for each page that asks, up to a limit, and ends it when the page is gone. */
final class SessionsVerticle extends VerticleBase {
  private static final int TOO_MANY = 429;

  private final Settings settings;
  private final Map<String, Future<String>> deployments = new HashMap<>();

  SessionsVerticle(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    var bus = vertx.eventBus();
    return Future.all(
        bus.<JsonObject>consumer(Addresses.OPEN, this::open).completion(),
        bus.<String>consumer(Addresses.CLOSE, message -> close(message.body())).completion());
  }

  private void open(Message<JsonObject> message) {
    String id = message.headers().get(BridgeGuard.SESSION);
    if (deployments.size() >= settings.maxSessions()) {
      message.fail(
          TOO_MANY,
          settings.maxSessions()
              + " pages watch already, the most that this server allows. Close one of them.");
      return;
    }
    Future<String> deployed = vertx.deployVerticle(new SessionVerticle(settings, id));
    deployments.put(id, deployed);
    deployed
        .onSuccess(
            deployment ->
                message.reply(
                    new JsonObject()
                        .put("session", id)
                        .put("bootstrap", settings.bootstrapServers())
                        .put("readonly", settings.readonly())
                        .put("samplesPerSecond", settings.samplesPerSecond())
                        .put("pageSize", settings.pageSize())
                        .put("maxPartitions", settings.maxPartitions())))
        .onFailure(
            failure -> {
              deployments.remove(id);
              message.fail(500, failure.getMessage());
            });
  }

  private void close(String id) {
    Future<String> deployed = deployments.remove(id);
    if (deployed != null) {
      deployed.onSuccess(vertx::undeploy);
    }
  }
}
