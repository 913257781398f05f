// Turns orders into invoices: vertx.deployVerticle('groovy:invoicing.groovy').
// What it needs of Kafka is a map; the rest is the event bus.
import groovy.transform.Field
import io.kafkavertx.eventbus.FailureCodes
import io.vertx.core.DeploymentOptions
import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.core.json.JsonObject

@Field static final Map PRICES = [pen: 200, paper: 500]

static Map kafka(String brokers) {
  [
    client    : [bootstrapServers: brokers],
    deliveries: [
      [
        name    : 'orders',
        consumer: [groupId: 'invoicing', autoOffsetReset: 'earliest'],
        route   : [
          topic: 'orders', address: 'kafka.orders', body: 'JSON',
          maxAttempts: 3, onFailure: 'DEAD_LETTER', deadLetterTopic: 'orders-dead',
        ],
      ],
    ],
    producers : [
      [name: 'invoices', address: 'kafka.invoices', topic: 'invoices', producer: [maxRequestSize: 10_000]],
    ],
  ]
}

// A reply acknowledges the order; a failure brings it again, then to the dead-letter topic.
vertx.eventBus().consumer('kafka.orders') { message ->
  def order = new JsonObject(message.body()['value'] as String)
  def price = PRICES[order['item']]
  if (price == null) {
    message.fail(422, "nobody sells ${order['item']}")
  } else {
    def invoice = [order: order['id'], cents: price * order['pieces'], note: order['note']]
    store(message.body()['key'] as String, invoice)
      .onSuccess { message.reply(null) }
      .onFailure { message.fail(500, it.message) }
  }
}

/** The code of a failure says what may be done about it. */
Future store(String key, Map invoice, int attempts = 3) {
  vertx.eventBus().request('kafka.invoices', new JsonObject([key: key, value: invoice])).recover { failure ->
    switch (failure.failureCode()) {
      case FailureCodes.RECORD_TOO_LARGE:
        return invoice.note ? store(key, invoice - [note: invoice.note]) : Future.failedFuture(failure)
      case FailureCodes.NO_CONNECTION: // Not stored: once more does no harm.
      case FailureCodes.TIMEOUT:
        return attempts > 1 ? store(key, invoice, attempts - 1) : Future.failedFuture(failure)
      default: // Perhaps it is stored, perhaps not: the order comes again, and may be invoiced twice.
        return Future.failedFuture(failure)
    }
  }
}

// Deployed from here, it goes when this goes.
void vertxStart(Promise<Void> started) {
  def config = new JsonObject(kafka(vertx.orCreateContext.config()['brokers'] as String))
  vertx.deployVerticle('io.kafkavertx.eventbus.KafkaVerticle', new DeploymentOptions(config: config))
    .<Void> mapEmpty()
    .onComplete(started)
}
