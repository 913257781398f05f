package io.kafkavertx.admin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whom a quota is for.
 *
 * @param parts the name for each of {@code user}, {@code client-id} or {@code ip}; null as a name
 *     is the default, for all that have no quota of their own
 */
public record QuotaEntity(Map<String, String> parts) {
  private static final String USER = "user";
  private static final String CLIENT_ID = "client-id";

  public QuotaEntity {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a quota is for somebody");
    }
    // Names may be null.
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** All clients of a user. */
  public static QuotaEntity user(String name) {
    return new QuotaEntity(Collections.singletonMap(USER, name));
  }

  /** All clients with that {@code client.id}. */
  public static QuotaEntity clientId(String id) {
    return new QuotaEntity(Collections.singletonMap(CLIENT_ID, id));
  }

  /** Clients of a user with that {@code client.id}. */
  public static QuotaEntity userAndClientId(String user, String clientId) {
    Map<String, String> both = new LinkedHashMap<>();
    both.put(USER, user);
    both.put(CLIENT_ID, clientId);
    return new QuotaEntity(both);
  }

  /** All clients at an address. */
  public static QuotaEntity ip(String address) {
    return new QuotaEntity(Collections.singletonMap("ip", address));
  }
}
