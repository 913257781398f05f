package io.kafkavertx.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.protocol.ApiMessage;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.kafkavertx.protocol.wire.TaggedField;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GeneratedMessageTest {
  @Test
  void aFieldThatTheVersionLacksIsAnErrorThatNamesIt() {
    ProduceRequest request = new ProduceRequest().setTransactionalId("t");
    assertThatThrownBy(() -> write(request, 2))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("ProduceRequest")
        .hasMessageContaining("transactionalId")
        .hasMessageContaining("version 2");
    FetchRequest fetch =
        new FetchRequest().setReplicaState(new FetchRequest.ReplicaState().setReplicaId(3));
    assertThatThrownBy(() -> write(fetch, 12))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("replicaState");
  }

  @Test
  void anIgnorableFieldThatTheVersionLacksIsDropped() {
    ProduceRequest request =
        new ProduceRequest()
            .setTopicData(
                List.of(
                    new ProduceRequest.TopicProduceData()
                        .setName("orders")
                        .setTopicId(new UUID(1, 2))));
    ProduceRequest byName = read(new ProduceRequest(), write(request, 12), 12);
    assertThat(byName.topicData().get(0).name()).isEqualTo("orders");
    assertThat(byName.topicData().get(0).topicId()).isEqualTo(new UUID(0, 0));
    ProduceRequest byId = read(new ProduceRequest(), write(request, 13), 13);
    assertThat(byId.topicData().get(0).name()).isEmpty();
    assertThat(byId.topicData().get(0).topicId()).isEqualTo(new UUID(1, 2));
  }

  @Test
  void nullIsRefusedWhereTheVersionHasNone() {
    MetadataRequest all = new MetadataRequest().setTopics(null);
    assertThat(read(new MetadataRequest(), write(all, 1), 1).topics()).isNull();
    assertThatThrownBy(() -> write(all, 0))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("MetadataRequest")
        .hasMessageContaining("topics");
    assertThatThrownBy(() -> new FindCoordinatorRequest().setKey(null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void aVersionThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> write(new ShareFetchRequest(), 0))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("ShareFetchRequest has no version 0, only 1 to 2");
    assertThatThrownBy(() -> read(new ProduceResponse(), new byte[0], 99))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("99");
  }

  @Test
  void unknownTaggedFieldsAreKeptAndWrittenInTheOrderOfTheirTags() {
    FetchRequest request =
        new FetchRequest()
            .setClusterId("c")
            .setUnknownTaggedFields(
                List.of(new TaggedField(9, ByteSlice.of(new byte[] {1, 2, 3}))));
    byte[] bytes = write(request, 12);
    FetchRequest back = read(new FetchRequest(), bytes, 12);
    assertThat(back).isEqualTo(request);
    assertThat(back.unknownTaggedFields()).hasSize(1);
    assertThat(write(back, 12)).isEqualTo(bytes);
  }

  @Test
  void aTagThatALaterVersionGivesAMeaningIsUnknownBefore() {
    byte[] state = {0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0};
    FetchRequest request =
        new FetchRequest().setUnknownTaggedFields(List.of(new TaggedField(1, ByteSlice.of(state))));
    FetchRequest back = read(new FetchRequest(), write(request, 12), 12);
    assertThat(back.replicaState()).isEqualTo(new FetchRequest.ReplicaState());
    assertThat(back.unknownTaggedFields()).isEqualTo(request.unknownTaggedFields());
  }

  @Test
  void aTaggedFieldOfTheWrongSizeIsRefused() {
    FetchRequest request =
        new FetchRequest()
            .setUnknownTaggedFields(
                List.of(new TaggedField(0, ByteSlice.of(new byte[] {2, 'c', 0}))));
    byte[] bytes = write(request, 12);
    assertThatThrownBy(() -> read(new FetchRequest(), bytes, 12))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("tagged field 0");
  }

  @Test
  void readingReplacesEveryField() {
    byte[] empty = write(new FetchRequest(), 4);
    FetchRequest used =
        new FetchRequest().setClusterId("c").setRackId("r").setSessionId(5).setMaxBytes(7);
    assertThat(read(used, empty, 4)).isEqualTo(new FetchRequest());
  }

  @Test
  void secretsAreNotPrinted() {
    String secret = "hunter2";
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    List<ApiMessage> messages =
        List.of(
            new SaslAuthenticateRequest().setAuthBytes(bytes),
            new SaslAuthenticateResponse().setAuthBytes(bytes),
            new AlterUserScramCredentialsRequest()
                .setUpsertions(
                    List.of(
                        new AlterUserScramCredentialsRequest.ScramCredentialUpsertion()
                            .setName("alice")
                            .setSalt(bytes)
                            .setSaltedPassword(bytes))),
            new CreateDelegationTokenResponse().setHmac(bytes),
            new RenewDelegationTokenRequest().setHmac(bytes),
            new IncrementalAlterConfigsRequest()
                .setResources(
                    List.of(
                        new IncrementalAlterConfigsRequest.AlterConfigsResource()
                            .setConfigs(
                                List.of(
                                    new IncrementalAlterConfigsRequest.AlterableConfig()
                                        .setName("ssl.keystore.password")
                                        .setValue(secret))))),
            new DescribeConfigsResponse()
                .setResults(
                    List.of(
                        new DescribeConfigsResponse.DescribeConfigsResult()
                            .setConfigs(
                                List.of(
                                    new DescribeConfigsResponse.DescribeConfigsResourceResult()
                                        .setName("ssl.keystore.password")
                                        .setValue(secret))))),
            new SaslHandshakeRequest().setMechanism("PLAIN"));
    for (ApiMessage message : messages) {
      assertThat(message.toString()).doesNotContain(secret).doesNotContain("104, 117");
    }
    assertThat(messages.get(0)).hasToString("SaslAuthenticateRequest(authBytes=(7 bytes))");
    assertThat(messages.get(5).toString())
        .contains("name=ssl.keystore.password")
        .contains("value=(hidden)");
  }

  private static byte[] write(ApiMessage message, int version) {
    WireWriter out = new WireWriter();
    message.write(out, (short) version);
    return out.toByteArray();
  }

  private static <M extends ApiMessage> M read(M message, byte[] bytes, int version) {
    message.read(new WireReader(bytes), (short) version);
    return message;
  }
}
