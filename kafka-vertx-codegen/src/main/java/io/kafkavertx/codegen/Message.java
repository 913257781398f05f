package io.kafkavertx.codegen;

import java.util.List;
import java.util.Map;

/**
 * A message schema.
 *
 * @param apiKey the API's number, -1 for what is neither request nor response
 * @param kind request, response, header or data
 * @param listeners who answers it; empty for what is not a request
 * @param valid the versions that exist
 * @param flexible the versions with compact lengths and tagged fields
 * @param lastIsUnstable whether the highest version may still change
 * @param fields the fields at the top
 * @param structs the structures that fields refer to, by name
 * @param sources which Kafka releases the schema came from
 */
record Message(
    int apiKey,
    Kind kind,
    String name,
    List<String> listeners,
    Versions valid,
    Versions flexible,
    boolean lastIsUnstable,
    List<Field> fields,
    Map<String, List<Field>> structs,
    String sources) {
  enum Kind {
    REQUEST,
    RESPONSE,
    HEADER,
    DATA
  }

  boolean isRequest() {
    return kind == Kind.REQUEST;
  }

  boolean isResponse() {
    return kind == Kind.RESPONSE;
  }

  int highestStable() {
    return lastIsUnstable ? valid.high() - 1 : valid.high();
  }

  /** This response, as stable as the request that it answers. */
  Message likeItsRequest(Message request) {
    return new Message(
        apiKey,
        kind,
        name,
        listeners,
        valid,
        flexible,
        request.lastIsUnstable,
        fields,
        structs,
        sources);
  }

  /** The API's name: that of the message without Request or Response. */
  String apiName() {
    return name.replaceFirst("(Request|Response)$", "");
  }

  /** The API's name as a constant. */
  String apiConstant() {
    return apiName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(java.util.Locale.ROOT);
  }
}
