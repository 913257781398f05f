package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.ScramChange;
import io.kafkavertx.admin.ScramMechanism;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.AlterUserScramCredentialsRequest;
import io.kafkavertx.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.kafkavertx.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.kafkavertx.protocol.message.AlterUserScramCredentialsResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AlterUserScramCredentials, at the controller. Passwords are salted and hashed on a worker thread:
 * that takes milliseconds each, on purpose.
 */
public final class AlterScramCredentials
    extends Operation<String, Void, AlterUserScramCredentialsResponse> {
  private static final String NAME = "alterUserScramCredentials";
  private static final int SALT_BYTES = 32;

  private final List<Change> changes;

  private AlterScramCredentials(List<Change> changes) {
    super(NAME, OrderedCopy.of(changes.stream().map(change -> change.asked.user()).toList()));
    this.changes = changes;
  }

  /** A change as it is sent. */
  private record Change(ScramChange asked, byte[] salt, byte[] salted) {
    @Override
    public String toString() {
      return asked.toString();
    }
  }

  public static AdminQuery<Results<String, Void>> of(List<ScramChange> changes) {
    List<ScramChange> asked = List.copyOf(changes);
    return call ->
        call.loop()
            .executeBlocking(() -> salted(asked))
            .compose(salted -> new AlterScramCredentials(salted).run(call));
  }

  private static List<Change> salted(List<ScramChange> asked) throws GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    List<Change> salted = new ArrayList<>();
    for (ScramChange change : asked) {
      if (change.isDeletion()) {
        salted.add(new Change(change, null, null));
      } else {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        salted.add(new Change(change, salt, salted(change, salt)));
      }
    }
    return salted;
  }

  /** {@code Hi} of RFC 5802: PBKDF2 with one block. */
  private static byte[] salted(ScramChange change, byte[] salt) throws GeneralSecurityException {
    String hmac = change.mechanism() == ScramMechanism.SHA_256 ? "HmacSHA256" : "HmacSHA512";
    Mac mac = Mac.getInstance(hmac);
    mac.init(new SecretKeySpec(change.password(), hmac));
    mac.update(salt);
    byte[] round = mac.doFinal(new byte[] {0, 0, 0, 1});
    byte[] result = round.clone();
    for (int i = 1; i < change.iterations(); i++) {
      round = mac.doFinal(round);
      for (int at = 0; at < result.length; at++) {
        result[at] ^= round[at];
      }
    }
    return result;
  }

  @Override
  Target target(String user, AdminCall call) {
    return Target.controller();
  }

  @Override
  ApiRequest<AlterUserScramCredentialsResponse> request(List<String> asked, Sending sending) {
    List<ScramCredentialDeletion> deletions = new ArrayList<>();
    List<ScramCredentialUpsertion> upsertions = new ArrayList<>();
    for (Change change : changes) {
      ScramChange wanted = change.asked;
      if (!asked.contains(wanted.user())) {
        continue;
      }
      if (wanted.isDeletion()) {
        deletions.add(
            new ScramCredentialDeletion()
                .setName(wanted.user())
                .setMechanism(wanted.mechanism().code()));
      } else {
        upsertions.add(
            new ScramCredentialUpsertion()
                .setName(wanted.user())
                .setMechanism(wanted.mechanism().code())
                .setIterations(wanted.iterations())
                .setSalt(change.salt)
                .setSaltedPassword(change.salted));
      }
    }
    return new AlterUserScramCredentialsRequest().setDeletions(deletions).setUpsertions(upsertions);
  }

  @Override
  void read(AlterUserScramCredentialsResponse response, Answers<String, Void> answers) {
    response
        .results()
        .forEach(
            told -> {
              answers.done(told.user(), told.errorCode(), told.errorMessage());
            });
  }

  /** The same password twice is the same as once; what is gone cannot be deleted again. */
  @Override
  boolean harmlessTwice() {
    return changes.stream().noneMatch(change -> change.asked.isDeletion());
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("2.7");
  }

  @Override
  String kind() {
    return "user";
  }

  @Override
  String remedy(ErrorCode code) {
    return code == ErrorCode.DUPLICATE_RESOURCE
        ? "One change of a user at a time: make two calls of it"
        : null;
  }
}
