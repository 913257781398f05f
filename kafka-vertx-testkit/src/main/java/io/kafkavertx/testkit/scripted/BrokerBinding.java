package io.kafkavertx.testkit.scripted;

/** Makes brokers reachable. */
interface BrokerBinding {
  BrokerBinding NONE =
      new BrokerBinding() {
        @Override
        public void up(ScriptedBroker broker) {}

        @Override
        public void down(ScriptedBroker broker) {}
      };

  /** The broker accepts connections from now on. */
  void up(ScriptedBroker broker);

  /** The broker accepts no more connections. */
  void down(ScriptedBroker broker);
}
