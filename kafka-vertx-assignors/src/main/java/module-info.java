/** The partition assignors and the partitioners. */
module io.kafkavertx.assignors {
  requires io.kafkavertx.spi;

  provides io.kafkavertx.spi.PartitionAssignorFactory with
      io.kafkavertx.assignors.RangeAssignorFactory,
      io.kafkavertx.assignors.RoundRobinAssignorFactory,
      io.kafkavertx.assignors.StickyAssignorFactory,
      io.kafkavertx.assignors.CooperativeStickyAssignorFactory;
  provides io.kafkavertx.spi.PartitionerFactory with
      io.kafkavertx.partitioners.DefaultPartitionerFactory,
      io.kafkavertx.partitioners.RoundRobinPartitionerFactory,
      io.kafkavertx.partitioners.Librdkafka.Consistent,
      io.kafkavertx.partitioners.Librdkafka.ConsistentRandom,
      io.kafkavertx.partitioners.Librdkafka.Murmur,
      io.kafkavertx.partitioners.Librdkafka.MurmurRandom,
      io.kafkavertx.partitioners.Librdkafka.Fnv,
      io.kafkavertx.partitioners.Librdkafka.FnvRandom;
}
