package io.kafkavertx.examples.kotlin

import io.kafkavertx.ConsumerOptions
import io.kafkavertx.KafkaProducer
import io.kafkavertx.ProducerOptions
import io.kafkavertx.ProducerRecord
import io.kafkavertx.eventbus.EventBusDelivery
import io.kafkavertx.eventbus.Route
import io.kafkavertx.spi.Serializer
import io.vertx.core.eventbus.Message
import io.vertx.core.json.JsonObject
import io.vertx.kotlin.core.json.jsonObjectOf
import io.vertx.kotlin.coroutines.CoroutineEventBusSupport
import io.vertx.kotlin.coroutines.CoroutineVerticle
import io.vertx.kotlin.coroutines.coAwait
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.async
import kotlinx.coroutines.withTimeout

/**
 * Takes orders from the event bus and writes priced ones to a topic. A reply acknowledges an order;
 * an exception refuses it, and it comes again, as the route says.
 */
class PricingVerticle : CoroutineVerticle(), CoroutineEventBusSupport {
  private lateinit var invoices: KafkaProducer<String, JsonObject>
  private lateinit var delivery: EventBusDelivery

  override suspend fun start() {
    invoices =
      KafkaProducer.create(
        vertx,
        ProducerOptions(config.getJsonObject("producer")),
        Serializer.string(),
        Serializer.json(),
      )
    vertx.eventBus().coConsumer<JsonObject>("kafka.orders") { order ->
      price(order.body())
      order.reply(null)
    }
    delivery =
      EventBusDelivery.create(
        vertx,
        ConsumerOptions(config.getJsonObject("consumer")),
        Route(config.getJsonObject("route")),
      )
    delivery.start().coAwait()
  }

  /**
   * Both services are asked at once. When one of them fails, or neither has an answer in time, the
   * other is no longer waited for, nothing is written, and the order is refused.
   */
  private suspend fun price(record: JsonObject) = withTimeout(2.seconds) {
    val customer = record.getString("key")
    val order = JsonObject(record.getString("value"))
    val price = async { ask("prices", order.getString("item")) }
    val discount = async { ask("discounts", customer) }
    val invoice =
      jsonObjectOf(
        "order" to order.getInteger("id"),
        "cents" to price.await() * order.getInteger("pieces") * (100 - discount.await()) / 100,
      )
    invoices.send(ProducerRecord.of("invoices", customer, invoice)).coAwait()
  }

  private suspend fun ask(service: String, question: String): Int {
    val answer: Message<Int> = vertx.eventBus().request<Int>(service, question).coAwait()
    return answer.body()
  }

  /** What is on its way is finished first. */
  override suspend fun stop() {
    delivery.close().coAwait()
    invoices.close().coAwait()
  }
}
