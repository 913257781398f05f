package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;

/**
 * A request that has arrived at a scripted broker.
 *
 * @param broker where it arrived
 * @param connection over which connection
 * @param apiKey the API
 * @param version the version of the API
 * @param correlationId the client's number for it
 * @param clientId the client's name, may be null
 * @param request the decoded request
 */
public record RequestContext(
    ScriptedBroker broker,
    ScriptedConnection connection,
    ApiKey apiKey,
    short version,
    int correlationId,
    String clientId,
    ApiRequest<?> request) {

  ScriptedCluster cluster() {
    return broker.cluster();
  }

  @Override
  public String toString() {
    return apiKey
        + " v"
        + version
        + " #"
        + correlationId
        + " of "
        + clientId
        + " at broker "
        + broker.id();
  }
}
