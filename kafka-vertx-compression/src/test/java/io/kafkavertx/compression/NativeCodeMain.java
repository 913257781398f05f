package io.kafkavertx.compression;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** Makes each codec twice and prints what comes of it, a line each. */
final class NativeCodeMain {
  private NativeCodeMain() {}

  public static void main(String[] args) {
    for (var factory :
        List.of(new GzipFactory(), new SnappyFactory(), new Lz4Factory(), new ZstdFactory())) {
      for (int i = 0; i < 2; i++) {
        try {
          factory.create(new JsonObject()).close();
          System.out.println(factory.name() + ": works");
        } catch (RuntimeException e) {
          System.out.println(
              (factory.name() + ": " + e.getClass().getSimpleName() + ": " + e.getMessage())
                  .replace('\n', ' '));
        }
      }
    }
  }
}
