package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;

/**
 * What {@link KafkaConsumer#process} is doing. It ends with the consumer. {@link
 * KafkaConsumer#pause()} keeps it from starting with further records, {@link
 * KafkaConsumer#resume()} and {@link KafkaConsumer#fetch} let it go on.
 *
 * <p>The methods may be called from any thread.
 */
@VertxGen
public interface Processing {
  /** How things stand now. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ProcessingStatus> status();

  /**
   * Goes on with a partition that was stopped by a record that failed ({@link
   * ProcessOptions.OnFailure#STOP_PARTITION}), at that record: it is tried again, and with it those
   * after it that are done already. {@link KafkaConsumer#seek} goes on anywhere else.
   *
   * @return completes when it is in force, which waits for records of the partition that are still
   *     being worked on; fails when the partition is not assigned or not stopped
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> resume(TopicPartition partition);
}
