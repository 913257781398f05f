package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.UnregisterBrokerRequest;
import io.kafkavertx.protocol.message.UnregisterBrokerResponse;
import io.kafkavertx.protocol.message.UnregisterControllerRequest;
import io.kafkavertx.protocol.message.UnregisterControllerResponse;
import java.util.List;

/** UnregisterBroker and UnregisterController, at any broker or at the active controller. */
public final class Unregister {
  private Unregister() {}

  /** Unregisters a broker. */
  public static AdminQuery<Void> broker(int id) {
    return new Broker(id).single();
  }

  /** Unregisters a controller. */
  public static AdminQuery<Void> controller(int id) {
    return new Controller(id).single();
  }

  private static final class Broker extends Operation<Integer, Void, UnregisterBrokerResponse> {
    Broker(int id) {
      super("unregisterBroker", List.of(id));
    }

    @Override
    Target target(Integer id, AdminCall call) {
      return call.anyOrActiveController();
    }

    @Override
    ApiRequest<UnregisterBrokerResponse> request(List<Integer> asked, Sending sending) {
      return new UnregisterBrokerRequest().setBrokerId(asked.get(0));
    }

    @Override
    void read(UnregisterBrokerResponse response, Answers<Integer, Void> answers) {
      if (!answers.errorOfAll(response.errorCode(), response.errorMessage())) {
        answers.open().forEach(id -> answers.value(id, null));
      }
    }

    @Override
    Need need(List<Integer> asked) {
      return Need.api("2.8, with KRaft,");
    }

    @Override
    String kind() {
      return "broker";
    }
  }

  private static final class Controller
      extends Operation<Integer, Void, UnregisterControllerResponse> {
    Controller(int id) {
      super("unregisterController", List.of(id));
    }

    @Override
    Target target(Integer id, AdminCall call) {
      return call.anyOrActiveController();
    }

    @Override
    ApiRequest<UnregisterControllerResponse> request(List<Integer> asked, Sending sending) {
      return new UnregisterControllerRequest().setControllerId(asked.get(0));
    }

    @Override
    void read(UnregisterControllerResponse response, Answers<Integer, Void> answers) {
      if (!answers.errorOfAll(response.errorCode(), response.errorMessage())) {
        answers.open().forEach(id -> answers.value(id, null));
      }
    }

    @Override
    Need need(List<Integer> asked) {
      return Need.api("4.4");
    }

    @Override
    String kind() {
      return "controller";
    }
  }
}
