/** The partition assignors. */
module io.kafkavertx.assignors {
  requires io.kafkavertx.spi;

  provides io.kafkavertx.spi.PartitionAssignorFactory with
      io.kafkavertx.assignors.RangeAssignorFactory,
      io.kafkavertx.assignors.RoundRobinAssignorFactory;
}
