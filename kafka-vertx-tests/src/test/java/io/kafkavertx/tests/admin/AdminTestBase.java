package io.kafkavertx.tests.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Our admin client and Java's, side by side, on the shared broker. */
abstract class AdminTestBase {
  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  private static Admin java;
  KafkaAdmin admin;

  /** Connects before a test counts sockets. */
  @BeforeAll
  static void openJava() throws Exception {
    java = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));
    get(java.listTopics().names());
    get(java.describeCluster().nodes());
  }

  @BeforeEach
  void open() {
    admin =
        KafkaAdmin.create(
            guarded.vertx(),
            new KafkaAdminOptions().setBootstrapServers(SharedBroker.bootstrapServers()));
  }

  @AfterAll
  static void closeJava() {
    java.close();
  }

  /** What the Java client says, to compare with. */
  static Admin java() {
    return java;
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  static <T> T get(KafkaFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  static ErrorCode code(Results<?, ?> results, Object item) {
    return ((BrokerErrorException) results.failures().get(item)).code();
  }
}
