package io.kafkavertx.tests.trials;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A process with one member at each level; stops in good order when told so. */
final class EtlWorkerMain {
  private EtlWorkerMain() {}

  /** Servers, the plan, the worker's name. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out; // the parent process reads it
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    EtlPlan plan = EtlPlan.of(args[1]);
    Context context = vertx.getOrCreateContext();
    List<EtlMember> members = new ArrayList<>();
    context.runOnContext(
        go -> {
          for (int level = 1; level <= EtlPlan.LEVELS; level++) {
            EtlMember member = new EtlMember(vertx, plan, args[0], args[2], level, out::println);
            members.add(member);
            int mine = level;
            member
                .start()
                .onFailure(cause -> out.println("violation " + mine + " not started: " + cause));
          }
        });
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (in.readLine() == null) {
      Runtime.getRuntime().halt(2); // the parent is gone
    }
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(
        go ->
            Future.join(members.stream().map(EtlMember::stop).toList())
                .<Void>mapEmpty()
                .onComplete(stopped));
    stopped
        .future()
        .onComplete(
            done -> Runtime.getRuntime().halt(0),
            cause -> {
              out.println("violation 0 not stopped: " + cause);
              Runtime.getRuntime().halt(1);
            });
  }
}
