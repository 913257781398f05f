package io.kafkavertx.examples.kotlin

import io.kafkavertx.ConsumerOptions
import io.kafkavertx.ConsumerRecord
import io.kafkavertx.KafkaAdminOptions
import io.kafkavertx.KafkaConsumer
import io.kafkavertx.KafkaProducer
import io.kafkavertx.ProducerOptions
import io.kafkavertx.ProducerRecord
import io.kafkavertx.admin.KafkaAdmin
import io.kafkavertx.spi.Deserializer
import io.kafkavertx.spi.Serializer
import io.kafkavertx.spi.TopicPartition
import io.kafkavertx.testkit.broker.BrokerOptions
import io.kafkavertx.testkit.broker.KafkaBroker
import io.vertx.core.Verticle
import io.vertx.core.Vertx
import io.vertx.core.json.JsonObject
import io.vertx.kotlin.core.deploymentOptionsOf
import io.vertx.kotlin.core.json.jsonArrayOf
import io.vertx.kotlin.core.json.jsonObjectOf
import io.vertx.kotlin.coroutines.coAwait
import io.vertx.kotlin.coroutines.toReceiveChannel
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.consumeAsFlow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.flow.transformWhile
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test

/** Coroutines at work on a real broker. */
class CoroutinesTest {
  @Test
  fun anOrderIsPricedWhenBothServicesHaveAnsweredAndRefusedWhenOneHasNot() = onBroker {
    broker.createTopic("orders", 1)
    broker.createTopic("orders-dead", 1)
    broker.createTopic("invoices", 1)
    val asked = ConcurrentHashMap<String, Int>()
    vertx.eventBus().consumer<String>("prices") { question ->
      val times = asked.merge(question.body(), 1, Int::plus)!!
      when {
        question.body() == "unknown" -> question.fail(404, "there is no such item")
        question.body() == "rare" && times < 3 -> question.fail(503, "ask again")
        question.body() == "slow" && times < 2 -> {} // No answer at all.
        else -> question.reply(200)
      }
    }
    vertx.eventBus().consumer<String>("discounts") { it.reply(10) }
    produce("orders", listOf("pen", "rare", "unknown", "slow", "pen").mapIndexed { id, item ->
      jsonObjectOf("id" to id, "item" to item, "pieces" to 3)
    })

    val pricing = deploy(PricingVerticle(), "pricing")
    val invoices = readUntil("invoices") { it.value().getInteger("order") == 4 }
    assertThat(invoices.map { it.value().getInteger("order") }).containsExactly(0, 1, 3, 4)
    assertThat(invoices.map { it.value().getInteger("cents") }).containsOnly(540)
    val dead = readUntil("orders-dead") { true }.single()
    assertThat(dead.value().getInteger("id")).isEqualTo(2)
    assertThat(asked).containsEntry("unknown", 3).containsEntry("rare", 3).containsEntry("slow", 2)

    vertx.undeploy(pricing).coAwait()
    assertThat(committed("pricing")).isEqualTo(5)
  }

  @Test
  fun aFlowThatIsCancelledHalfwayIsTakenUpByTheNextOne() = onBroker {
    broker.createTopic("payments", 1)
    broker.createTopic("ledger", 1)
    val first = deploy(LedgerVerticle(), "ledger")
    val producing = launch {
      (0 until 2000).chunked(50).forEach { ids -> produce("payments", ids.map { jsonObjectOf("order" to it) }) }
    }
    val early = readUntil("ledger") { it.value().getInteger("order") == 300 }
    assertThat(early.map { it.value().getInteger("order") }).isEqualTo((0..300).toList())
    vertx.undeploy(first).coAwait()
    assertThat(committed("ledger")).isBetween(1, 2000)

    val second = deploy(LedgerVerticle(), "ledger")
    producing.join()
    val all = readUntil("ledger") { it.value().getInteger("order") == 1999 }
    assertThat(all.map { it.value().getInteger("order") }.distinct()).isEqualTo((0 until 2000).toList())
    vertx.undeploy(second).coAwait()
    assertThat(committed("ledger")).isEqualTo(2000)
  }

  private companion object {
    lateinit var broker: KafkaBroker
    lateinit var vertx: Vertx

    @JvmStatic
    @BeforeAll
    fun start() {
      broker = KafkaBroker.start(BrokerOptions.version("4.4.0"))
      vertx = Vertx.vertx()
    }

    @JvmStatic
    @AfterAll
    fun stop() {
      runBlocking { vertx.close().coAwait() }
      broker.close()
    }

    fun onBroker(test: suspend CoroutineScope.() -> Unit) = runBlocking { withTimeout(90.seconds, test) }

    suspend fun deploy(verticle: Verticle, group: String): String {
      val servers = jsonArrayOf(broker.bootstrapServers())
      val config =
        jsonObjectOf(
          "producer" to jsonObjectOf("bootstrapServers" to servers),
          "consumer" to
            jsonObjectOf(
              "bootstrapServers" to servers,
              "groupId" to group,
              "autoOffsetReset" to "earliest",
            ),
          "route" to
            jsonObjectOf(
              "topic" to "orders",
              "address" to "kafka.orders",
              "body" to "JSON",
              "maxAttempts" to 3,
              "onFailure" to "DEAD_LETTER",
              "deadLetterTopic" to "orders-dead",
            ),
        )
      return vertx.deployVerticle(verticle, deploymentOptionsOf(config = config)).coAwait()
    }

    suspend fun produce(topic: String, values: List<JsonObject>) {
      val producer =
        KafkaProducer.create(
          vertx,
          ProducerOptions().setBootstrapServers(broker.bootstrapServers()),
          Serializer.string(),
          Serializer.json(),
        )
      values.map { producer.send(ProducerRecord.of(topic, "customer", it)) }.forEach { it.coAwait() }
      producer.close().coAwait()
    }

    /** All that the topic holds, up to the first record that is the [last]. */
    suspend fun readUntil(
      topic: String,
      last: (ConsumerRecord<String, JsonObject>) -> Boolean,
    ): List<ConsumerRecord<String, JsonObject>> {
      val consumer =
        KafkaConsumer.create(
          vertx,
          ConsumerOptions().setBootstrapServers(broker.bootstrapServers()).setAutoOffsetReset("earliest"),
          Deserializer.string(),
          Deserializer.json(),
        )
      val records = consumer.toReceiveChannel(vertx)
      consumer.assign(listOf(TopicPartition(topic, 0))).coAwait()
      val all =
        records
          .consumeAsFlow()
          .transformWhile {
            emit(it)
            !last(it)
          }
          .toList()
      consumer.close().coAwait()
      return all
    }

    suspend fun committed(group: String): Int {
      val admin =
        KafkaAdmin.create(vertx, KafkaAdminOptions().setBootstrapServers(broker.bootstrapServers()))
      val lags = admin.lag(group).coAwait()
      admin.close().coAwait()
      return lags.values().values.single().committed().offset().toInt()
    }
  }
}
