// Turns orders into invoices: node worker.mjs [port]
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBus, Failure } from './eventbus.mjs';

const [port = '7000'] = process.argv.slice(2);
const effort = Number(process.env.WORK_MS ?? 0);
const prices = { pen: 200, paper: 500 };

const bus = await EventBus.connect(port);

// A record is acknowledged when this returns. When it throws, or the process dies, it comes again.
bus.handle('kafka.orders', async (record) => {
  console.log(`took ${record.topic}-${record.partition}@${record.offset}`);
  await sleep(effort);
  const order = JSON.parse(record.value);
  const price = prices[order.item];
  if (!price) {
    throw new Failure(422, `nobody sells ${order.item}`);
  }
  const invoice = { order: order.id, cents: price * order.pieces };
  await bus.request('kafka.invoices', { key: record.key, value: invoice });
});

await bus.closed;
