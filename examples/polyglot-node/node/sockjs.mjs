// The same in a browser's way: node sockjs.mjs http://localhost:8080/eventbus
import EventBus from '@vertx/eventbus-bridge-client.js';

const [url = 'http://localhost:8080/eventbus'] = process.argv.slice(2);
const bus = new EventBus(url);

bus.onopen = () => {
  bus.registerHandler('kafka.orders', (error, message) => {
    if (error) {
      throw new Error(error.message);
    }
    const order = JSON.parse(message.body.value);
    const invoice = { key: message.body.key, value: { order: order.id, cents: 0 } };
    bus.send('kafka.invoices', invoice, (failure, stored) => {
      if (failure) {
        // This bridge has no way to refuse: without a reply the record comes again after ackTimeoutMs.
        console.error(`${failure.failureCode}: ${failure.message}`);
      } else {
        message.reply(null); // The record is done.
        console.log(`order ${order.id} is invoice ${stored.body.offset}`);
      }
    });
  });
};
