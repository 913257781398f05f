package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.ConsumerInterceptor;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetAndTimestamp;
import io.kafkavertx.ProducerInterceptor;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.admin.AclBinding;
import io.kafkavertx.admin.AclFilter;
import io.kafkavertx.admin.AlterConfigOp;
import io.kafkavertx.admin.ClusterDescription;
import io.kafkavertx.admin.ConfigEntry;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.ConsumerGroupDescription;
import io.kafkavertx.admin.DescribeClusterOptions;
import io.kafkavertx.admin.GroupListing;
import io.kafkavertx.admin.GroupOffsetsSpec;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.ListedOffset;
import io.kafkavertx.admin.MemberDescription;
import io.kafkavertx.admin.NewPartitions;
import io.kafkavertx.admin.NewTopic;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.admin.PartitionDescription;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.serdes.JavaSerializer;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.kafka.admin.Config;
import io.vertx.kafka.admin.ConfigSynonym;
import io.vertx.kafka.admin.ConsumerGroupListing;
import io.vertx.kafka.admin.DescribeConsumerGroupsOptions;
import io.vertx.kafka.admin.DescribeTopicsOptions;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.ListConsumerGroupOffsetsOptions;
import io.vertx.kafka.admin.ListOffsetsResultInfo;
import io.vertx.kafka.admin.MemberAssignment;
import io.vertx.kafka.client.common.KafkaClientOptions;
import io.vertx.kafka.client.common.TopicPartitionInfo;
import io.vertx.kafka.client.consumer.KafkaConsumerRecord;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import io.vertx.kafka.client.producer.KafkaHeader;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import io.vertx.kafka.client.serialization.BufferSerializer;
import io.vertx.kafka.client.serialization.JsonObjectDeserializer;
import io.vertx.kafka.client.serialization.VertxSerdes;
import java.nio.file.Path;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.producer.Callback;
import org.junit.jupiter.api.Test;

/**
 * The pages for those who come from another client name each of its methods, and what they name on
 * our side exists.
 */
class MigrationPagesTest {
  private static final Path VERTX = Path.of("../docs/migration-vertx-kafka-client.md");
  private static final Path JAVA = Path.of("../docs/migration-kafka-clients.md");

  private static final Set<String> OURS =
      MethodTable.methods(
          KafkaConsumer.class,
          KafkaProducer.class,
          KafkaClient.class,
          KafkaAdmin.class,
          ConsumerOptions.class,
          ProducerOptions.class,
          ConsumerRecord.class,
          ConsumerRecords.class,
          ProducerRecord.class,
          RecordMetadata.class,
          ConsumerGroupMetadata.class,
          ConsumerInterceptor.class,
          ProducerInterceptor.class,
          OffsetAndMetadata.class,
          OffsetAndTimestamp.class,
          Header.class,
          Node.class,
          PartitionInfo.class,
          TopicPartition.class,
          Serializer.class,
          Deserializer.class,
          JavaSerializer.class,
          Results.class,
          AclBinding.class,
          AclFilter.class,
          AlterConfigOp.class,
          ClusterDescription.class,
          ConfigEntry.class,
          ConfigResource.class,
          ConsumerGroupDescription.class,
          DescribeClusterOptions.class,
          GroupListing.class,
          GroupOffsetsSpec.class,
          ListedOffset.class,
          MemberDescription.class,
          NewPartitions.class,
          NewTopic.class,
          OffsetSpec.class,
          PartitionDescription.class,
          TopicDescription.class);

  private static void check(Path page, String heading, Class<?>... types) {
    MethodTable table = MethodTable.of(page, heading);
    assertThat(table.missing(MethodTable.methods(types))).as("not in '%s'", heading).isEmpty();
    assertThat(table.invented(OURS)).as("named in '%s', and not there", heading).isEmpty();
  }

  @Test
  void everyMethodOfVertxsConsumerIsNamed() {
    check(
        VERTX,
        "KafkaConsumer",
        io.vertx.kafka.client.consumer.KafkaConsumer.class,
        KafkaReadStream.class);
  }

  @Test
  void everyMethodOfVertxsProducerIsNamed() {
    check(
        VERTX,
        "KafkaProducer",
        io.vertx.kafka.client.producer.KafkaProducer.class,
        KafkaWriteStream.class);
  }

  @Test
  void everyMethodOfVertxsRecordsIsNamed() {
    check(
        VERTX,
        "Records",
        KafkaProducerRecord.class,
        KafkaHeader.class,
        io.vertx.kafka.client.producer.RecordMetadata.class,
        KafkaConsumerRecord.class,
        KafkaConsumerRecords.class);
  }

  @Test
  void everyMethodOfVertxsOptionsAndValueTypesIsNamed() {
    check(
        VERTX,
        "Options and value types",
        KafkaClientOptions.class,
        io.vertx.kafka.client.common.TopicPartition.class,
        io.vertx.kafka.client.common.PartitionInfo.class,
        TopicPartitionInfo.class,
        io.vertx.kafka.client.common.Node.class,
        io.vertx.kafka.client.consumer.OffsetAndMetadata.class,
        io.vertx.kafka.client.consumer.OffsetAndTimestamp.class);
  }

  @Test
  void everyMethodOfVertxsSerdesIsNamed() {
    check(VERTX, "Serdes", VertxSerdes.class, BufferSerializer.class, JsonObjectDeserializer.class);
  }

  @Test
  void everyMethodOfVertxsAdminClientIsNamed() {
    check(
        VERTX,
        "KafkaAdminClient",
        KafkaAdminClient.class,
        io.vertx.kafka.admin.NewTopic.class,
        io.vertx.kafka.admin.NewPartitions.class,
        io.vertx.kafka.admin.TopicDescription.class,
        Config.class,
        io.vertx.kafka.admin.ConfigEntry.class,
        ConfigSynonym.class,
        io.vertx.kafka.client.common.ConfigResource.class,
        io.vertx.kafka.admin.ClusterDescription.class,
        ConsumerGroupListing.class,
        io.vertx.kafka.admin.ConsumerGroupDescription.class,
        io.vertx.kafka.admin.MemberDescription.class,
        MemberAssignment.class,
        io.vertx.kafka.admin.OffsetSpec.class,
        ListOffsetsResultInfo.class,
        ListConsumerGroupOffsetsOptions.class,
        DescribeTopicsOptions.class,
        io.vertx.kafka.admin.DescribeClusterOptions.class,
        DescribeConsumerGroupsOptions.class);
  }

  @Test
  void everyMethodOfTheJavaConsumerIsNamed() {
    check(
        JAVA,
        "KafkaConsumer",
        org.apache.kafka.clients.consumer.KafkaConsumer.class,
        ConsumerRebalanceListener.class,
        OffsetCommitCallback.class);
  }

  @Test
  void everyMethodOfTheJavaProducerIsNamed() {
    check(
        JAVA,
        "KafkaProducer",
        org.apache.kafka.clients.producer.KafkaProducer.class,
        Callback.class);
  }

  @Test
  void everyMethodOfTheJavaRecordsIsNamed() {
    check(
        JAVA,
        "Records",
        org.apache.kafka.clients.consumer.ConsumerRecord.class,
        org.apache.kafka.clients.consumer.ConsumerRecords.class,
        org.apache.kafka.clients.producer.ProducerRecord.class,
        org.apache.kafka.clients.producer.RecordMetadata.class);
  }

  @Test
  void everyMethodOfTheJavaAdminIsNamed() {
    check(JAVA, "Admin", Admin.class);
  }
}
