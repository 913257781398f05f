// Writes one record: node produce.mjs PORT '{"key": "k", "value": {"order": 1}}'
import { EventBus } from './eventbus.mjs';

const [port, record] = process.argv.slice(2);
const bus = await EventBus.connect(port);
process.exitCode = await produce(JSON.parse(record), 3);
await bus.close();

async function produce(record, attempts) {
  try {
    const { topic, partition, offset } = await bus.request('kafka.invoices', record);
    console.log(`stored in ${topic}-${partition} at ${offset}`);
    return 0;
  } catch (failure) {
    switch (failure.code) {
      case 400: // It is no record, now and for ever.
        console.error(`not a record: ${failure.message}`);
        return 65;
      case 502: // No broker, or not stored in time: once more does no harm.
      case 504:
        return attempts > 1 ? produce(record, attempts - 1) : 75;
      case 520: // Perhaps it is stored, perhaps not. Who may write it twice tries again.
        console.error(`nobody knows whether it is stored: ${failure.message}`);
        return 70;
      default: // 1000 and more: the broker's own error code.
        console.error(`${failure.code}: ${failure.message}`);
        return 70;
    }
  }
}
