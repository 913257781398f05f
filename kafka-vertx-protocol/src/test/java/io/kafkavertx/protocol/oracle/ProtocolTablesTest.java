package io.kafkavertx.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our tables of APIs, versions and errors against Kafka's own. */
class ProtocolTablesTest {
  private static final String PROTOCOL = "org.apache.kafka.common.protocol.";

  private final KafkaJar newest = Release.NEWEST.jar();
  private final KafkaJar legacy = Release.LEGACY.jar();

  @Test
  void errorsHaveKafkasCodesNamesAndOpinionOnRetries() throws Exception {
    Class<?> retriable = newest.load("org.apache.kafka.common.errors.RetriableException");
    List<String> theirs =
        Arrays.stream(newest.load(PROTOCOL + "Errors").getEnumConstants())
            .map(
                error ->
                    call(error, "code")
                        + " "
                        + error
                        + " "
                        + retriable.isInstance(call(error, "exception")))
            .toList();
    List<String> ours =
        Arrays.stream(ErrorCode.values())
            .map(error -> error.code() + " " + error + " " + error.isRetriable())
            .toList();
    assertThat(ours).isEqualTo(theirs);
  }

  @Test
  void everyErrorIsFoundByItsCodeAndAnUnknownCodeIsAServerError() {
    for (ErrorCode error : ErrorCode.values()) {
      assertThat(ErrorCode.forCode(error.code())).isSameAs(error);
      assertThat(error.message()).endsWith(".");
    }
    for (int unknown : new int[] {-2, 1000, Short.MAX_VALUE, Short.MIN_VALUE}) {
      assertThat(ErrorCode.forCode((short) unknown)).isSameAs(ErrorCode.UNKNOWN_SERVER_ERROR);
    }
  }

  @Test
  void apisAreThoseThatABrokerAnswers() {
    Map<String, Integer> theirs = new LinkedHashMap<>();
    for (Object key : newest.load(PROTOCOL + "ApiKeys").getEnumConstants()) {
      Object type = field(key, "messageType");
      boolean broker =
          ((Collection<?>) call(type, "listeners"))
              .stream().anyMatch(listener -> listener.toString().equals("BROKER"));
      if (broker) {
        theirs.put(key.toString(), ((Short) field(key, "id")).intValue());
      }
    }
    Map<String, Integer> ours = new LinkedHashMap<>();
    for (ApiKey key : ApiKey.values()) {
      ours.put(key.name(), (int) key.id());
      assertThat(ApiKey.forId(key.id())).isSameAs(key);
      assertThat(key.newRequest().apiKey()).isSameAs(key);
      assertThat(key.newResponse().apiKey()).isSameAs(key);
      assertThat(key.newRequest().newResponse()).hasSameClassAs(key.newResponse());
    }
    assertThat(ours).isEqualTo(theirs);
    assertThat(ApiKey.forId(-1)).isNull();
    assertThat(ApiKey.forId(4)).isNull();
    assertThat(ApiKey.forId(Short.MAX_VALUE)).isNull();
  }

  @Test
  void versionsReachFromTheOldReleasesFloorToTheNewOnesCeiling() {
    for (ApiKey key : ApiKey.values()) {
      Object type = typeOf(newest, key);
      Object old = typeOf(legacy, key);
      short floor = (Short) call(type, "lowestSupportedVersion");
      if (old != null && highest(old, false) >= 0) {
        floor = (short) Math.min(floor, (Short) call(old, "lowestSupportedVersion"));
      }
      assertThat(key.lowestVersion()).as("%s lowest", key).isEqualTo(floor);
      assertThat(key.highestVersion()).as("%s highest", key).isEqualTo(highest(type, false));
      assertThat(key.highestUnstableVersion()).as("%s top", key).isEqualTo(highest(type, true));
      assertThat(key.newRequest().lowestVersion()).isEqualTo(key.lowestVersion());
      assertThat(key.newResponse().lowestVersion()).isEqualTo(key.lowestVersion());
      assertThat(key.newRequest().highestVersion()).isEqualTo(key.highestUnstableVersion());
      assertThat(key.newResponse().highestVersion()).isEqualTo(key.highestUnstableVersion());
    }
  }

  @Test
  void headersHaveTheVersionsThatKafkaPutsBeforeEachMessage() {
    for (ApiKey key : ApiKey.values()) {
      for (int v = key.lowestVersion(); v <= key.highestUnstableVersion(); v++) {
        short version = (short) v;
        Object old = typeOf(legacy, key);
        boolean isOld = v < (Short) call(typeOf(newest, key), "lowestSupportedVersion");
        Object type = isOld ? old : typeOf(newest, key);
        assertThat(key.requestHeaderVersion(version))
            .as("request header of %s v%s", key, v)
            .isEqualTo(call(type, "requestHeaderVersion", version));
        assertThat(key.responseHeaderVersion(version))
            .as("response header of %s v%s", key, v)
            .isEqualTo(call(type, "responseHeaderVersion", version));
      }
    }
  }

  private static short highest(Object type, boolean unstable) {
    try {
      return (Short)
          type.getClass()
              .getMethod("highestSupportedVersion", boolean.class)
              .invoke(type, unstable);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object typeOf(KafkaJar jar, ApiKey key) {
    return Arrays.stream(
            jar.load("org.apache.kafka.common.message.ApiMessageType").getEnumConstants())
        .filter(type -> (Short) call(type, "apiKey") == key.id())
        .findFirst()
        .orElse(null);
  }

  private static Object call(Object target, String method) {
    try {
      return target.getClass().getMethod(method).invoke(target);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object call(Object target, String method, short argument) {
    try {
      return target.getClass().getMethod(method, short.class).invoke(target, argument);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object field(Object target, String name) {
    try {
      return target.getClass().getField(name).get(target);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
