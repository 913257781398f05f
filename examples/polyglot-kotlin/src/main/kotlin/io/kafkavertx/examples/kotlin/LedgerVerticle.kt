package io.kafkavertx.examples.kotlin

import io.kafkavertx.CommitFailedException
import io.kafkavertx.ConsumerOptions
import io.kafkavertx.ConsumerRecord
import io.kafkavertx.KafkaConsumer
import io.kafkavertx.KafkaProducer
import io.kafkavertx.OffsetAndMetadata
import io.kafkavertx.ProducerOptions
import io.kafkavertx.ProducerRecord
import io.kafkavertx.spi.Deserializer
import io.kafkavertx.spi.Serializer
import io.kafkavertx.spi.TopicPartition
import io.vertx.core.Future
import io.vertx.core.json.JsonObject
import io.vertx.kotlin.core.json.jsonObjectOf
import io.vertx.kotlin.coroutines.CoroutineVerticle
import io.vertx.kotlin.coroutines.coAwait
import io.vertx.kotlin.coroutines.toReceiveChannel
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.consumeAsFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch

private typealias Payment = ConsumerRecord<String, JsonObject>

/**
 * Books payments: a flow over what a consumer reads, with 32 bookings on their way at a time.
 * Payments are booked in their order, each of them at least once.
 */
class LedgerVerticle : CoroutineVerticle() {
  private lateinit var consumer: KafkaConsumer<String, JsonObject>
  private lateinit var producer: KafkaProducer<String, JsonObject>
  private lateinit var booking: Job
  private val booked = mutableMapOf<TopicPartition, OffsetAndMetadata>()

  override suspend fun start() {
    producer =
      KafkaProducer.create(
        vertx,
        ProducerOptions(config.getJsonObject("producer")),
        Serializer.string(),
        Serializer.json(),
      )
    consumer =
      KafkaConsumer.create(
        vertx,
        ConsumerOptions(config.getJsonObject("consumer")).setEnableAutoCommit(false),
        Deserializer.string(),
        Deserializer.json(),
      )
    consumer.partitionsRevokedHandler { commit().mapEmpty() }
    booking = launch { bookAll() }
    booking.invokeOnCompletion { failure ->
      if (failure != null && failure !is CancellationException) {
        vertx.undeploy(deploymentID) // What is not committed is read again.
      }
    }
    consumer.subscribe("payments").coAwait()
  }

  private suspend fun CoroutineScope.bookAll() {
    val commits = launch {
      while (true) {
        delay(200.milliseconds)
        commit().coAwait()
      }
    }
    consumer
      .toReceiveChannel(vertx)
      .consumeAsFlow()
      .map { payment -> bookLater(payment) }
      .buffer(32) // No more is asked for while so many wait.
      .map { it.await() }
      .collect { booked[it.topicPartition()] = OffsetAndMetadata(it.offset() + 1) }
    commits.cancel()
  }

  private fun CoroutineScope.bookLater(payment: Payment): Deferred<Payment> = async {
    val entry = jsonObjectOf("order" to payment.value().getInteger("order"))
    producer.send(ProducerRecord.of("ledger", payment.key(), entry)).coAwait()
    payment
  }

  /** Each offset once: by the next time the partition may be somebody else's. */
  private fun commit(): Future<*> {
    val offsets = booked.toMap()
    booked.clear()
    return Future.all<Void>(offsets.map { (partition, offset) -> commit(partition, offset) })
  }

  private fun commit(partition: TopicPartition, offset: OffsetAndMetadata): Future<Void> =
    consumer.commit(mapOf(partition to offset)).mapEmpty<Void>().recover { failure ->
      // Not ours any more: the new owner reads again what is not committed.
      if (failure is CommitFailedException) Future.succeededFuture() else Future.failedFuture(failure)
    }

  /** Bookings that are on their way are cancelled: who comes next makes them again. */
  override suspend fun stop() {
    booking.cancelAndJoin()
    commit().coAwait()
    producer.close().coAwait()
    consumer.close().coAwait()
  }
}
