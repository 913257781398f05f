package io.kafkavertx.internal.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaClientOptions;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientShellTest {
  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private ClientShell open() {
    return ClientShell.open(vertx, new KafkaClientOptions());
  }

  @Test
  void onAnEventLoopTheClientLivesThereAndCallsRunAtOnce() throws Exception {
    CompletableFuture<Boolean> inline = new CompletableFuture<>();
    Context context = vertx.getOrCreateContext();
    context.runOnContext(
        v -> {
          ClientShell shell = open();
          boolean[] ran = {false};
          Future<String> result =
              shell.call(
                  () -> {
                    ran[0] = true;
                    return Future.succeededFuture("done");
                  });
          result.onComplete(done -> inline.complete(ran[0] && Vertx.currentContext() == context));
          assertThat(ran[0]).isTrue();
        });
    assertThat(await(inline)).isTrue();
  }

  @Test
  void resultsComeBackToTheCallersContext() throws Exception {
    ClientShell shell = open();
    for (ThreadingModel model : List.of(ThreadingModel.EVENT_LOOP, ThreadingModel.WORKER)) {
      CompletableFuture<Boolean> there = new CompletableFuture<>();
      ContextInternal context =
          model == ThreadingModel.WORKER
              ? ((io.vertx.core.internal.VertxInternal) vertx).createWorkerContext()
              : ((io.vertx.core.internal.VertxInternal) vertx).createEventLoopContext();
      context.runOnContext(
          v ->
              shell
                  .call(
                      () -> {
                        assertThat(shell.loop().inLoop()).isTrue();
                        return Future.succeededFuture(1);
                      })
                  .onComplete(done -> there.complete(Vertx.currentContext() == context)));
      assertThat(await(there)).isTrue();
    }
  }

  @Test
  void callsOfAPlainThreadKeepTheirOrder() throws Exception {
    ClientShell shell = open();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      int number = i;
      all.add(
          shell.call(
              () -> {
                seen.add(number);
                return Future.succeededFuture(number);
              }));
    }
    await(Future.all(all));
    assertThat(seen).hasSize(10_000).isSorted();
  }

  @Test
  void manyCallsWakeTheLoopSeldom() throws Exception {
    ClientShell shell = open();
    AtomicInteger wakeUps = new AtomicInteger();
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1000);
    CallInQueue<Integer> queue =
        new CallInQueue<>(new CountingLoop(shell.loop(), wakeUps), item -> seen.countDown());
    shell.loop().execute(() -> awaitQuietly(blocked));
    for (int i = 0; i < 1000; i++) {
      queue.add(i);
    }
    blocked.countDown();
    assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(wakeUps).hasValue(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aCallThatThrowsFailsItsFuture() throws Exception {
    ClientShell shell = open();
    Future<Void> failed =
        shell.call(
            () -> {
              throw new IllegalStateException("on purpose");
            });
    assertThat(failed.toCompletionStage().toCompletableFuture())
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining("on purpose");
  }

  @Test
  void aClientClosesWithItsVerticleAfterStop() throws Exception {
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    AtomicReference<ClientShell> shell = new AtomicReference<>();
    String id =
        await(
            vertx.deployVerticle(
                new AbstractVerticle() {
                  @Override
                  public void start() {
                    shell.set(ClientShell.open(vertx, new KafkaClientOptions()));
                    shell
                        .get()
                        .onClose(
                            () -> {
                              events.add("client");
                              return Future.succeededFuture();
                            });
                  }

                  @Override
                  public void stop() {
                    events.add("stop");
                  }
                },
                new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    await(vertx.undeploy(id));
    await(shell.get().close());
    assertThat(events).containsExactly("stop", "client");
  }

  @Test
  void closingWaitsForHooksLastFirstAndTwiceIsOnce() throws Exception {
    ClientShell shell = open();
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    Promise<Void> slow = Promise.promise();
    shell.onClose(
        () -> {
          events.add("first");
          return Future.succeededFuture();
        });
    shell.onClose(
        () -> {
          events.add("second");
          return slow.future();
        });
    shell.onClose(
        () -> {
          events.add("third");
          return Future.failedFuture("on purpose");
        });
    Future<Void> one = shell.close();
    Future<Void> two = shell.close();
    vertx.setTimer(
        20,
        t -> {
          assertThat(one.isComplete()).isFalse();
          slow.complete();
        });
    await(one);
    await(two);
    assertThat(events).containsExactly("third", "second", "first");
  }

  @Test
  void manyClientsNeedNoThreadsOfTheirOwn() throws Exception {
    ClientShell first = open();
    await(first.call(() -> Future.succeededFuture()));
    List<ClientShell> many = new ArrayList<>();
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      ClientShell shell = open();
      many.add(shell);
      await(shell.call(() -> Future.succeededFuture()));
    }
    int before = Thread.activeCount();
    for (int i = 0; i < 100; i++) {
      ClientShell shell = open();
      many.add(shell);
      await(shell.call(() -> Future.succeededFuture()));
    }
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(before);
    for (ClientShell shell : many) {
      await(shell.close());
    }
    await(first.close());
  }
}
