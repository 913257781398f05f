// The same in a browser's way: node sockjs.mjs http://localhost:8080/eventbus
import EventBus from '@vertx/eventbus-bridge-client.js';

const bus = new EventBus(process.argv[2]);

bus.onopen = () => {
  bus.registerHandler('kafka.orders', (error, message) => {
    if (error) {
      throw new Error(error.message);
    }
    const order = JSON.parse(message.body.value);
    const invoice = { order: order.id, cents: 0 };
    bus.send('kafka.invoices', { key: message.body.key, value: invoice }, (failure, stored) => {
      if (failure) {
        // This bridge has no way to refuse: without a reply the record comes again after ackTimeout.
        console.error(`${failure.failureCode}: ${failure.message}`);
      } else {
        console.log(`order ${order.id} is invoice ${stored.body.offset}`);
        message.reply(null); // The record is done.
      }
    });
  });
};
