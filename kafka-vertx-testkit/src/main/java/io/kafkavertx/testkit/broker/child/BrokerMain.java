package io.kafkavertx.testkit.broker.child;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;

/**
 * The first class of a child JVM: it runs a broker or a ZooKeeper and ends with its parent.
 *
 * <p>The parent holds the other end of this process's standard input. A line {@code stop} asks for
 * an orderly exit. The end of the stream means that the parent is gone, however it died; then the
 * data directory is deleted and the process halts. Only classes of the JDK are used here, because
 * the rest of the class path belongs to the broker.
 */
public final class BrokerMain {
  private static final int PARENT_GONE = 86;

  private BrokerMain() {}

  /**
   * Runs {@code MODE DIRECTORY CONFIG [FORMAT-ARGUMENT...]}.
   *
   * @param args the mode ({@code zookeeper}, {@code kafka}, {@code kraft}, {@code kdc}, {@code
   *     kinit} or {@code tool}), the directory to delete when the parent is gone, the configuration
   *     file, and for {@code kraft} the arguments of the storage tool
   * @throws Exception whatever the broker's own main method throws
   */
  public static void main(String[] args) throws Exception {
    String mode = args[0];
    watchParent(Paths.get(args[1]));
    String config = args[2];
    switch (mode) {
      case "zookeeper" -> runMain("org.apache.zookeeper.server.ZooKeeperServerMain", config);
      case "kafka" -> runMain("kafka.Kafka", config);
      case "kraft" -> {
        format(Arrays.copyOfRange(args, 3, args.length));
        runMain("kafka.Kafka", config);
      }
      case "kdc" -> kdc(Paths.get(args[1]), Arrays.copyOfRange(args, 2, args.length));
      case "kinit" -> kinit(Arrays.copyOfRange(args, 2, args.length));
      case "tool" -> runMain(args[2], Arrays.copyOfRange(args, 3, args.length));
      default -> throw new IllegalArgumentException("unknown mode " + mode);
    }
  }

  private static void runMain(String className, String... args) throws Exception {
    Class.forName(className).getMethod("main", String[].class).invoke(null, (Object) args);
  }

  private static void format(String[] args) throws Exception {
    Object code =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, PrintStream.class)
            .invoke(null, args, System.out);
    if (!Integer.valueOf(0).equals(code)) {
      throw new IllegalStateException("formatting the storage failed with exit code " + code);
    }
  }

  /** A Kerberos key server: port, realm, then principals whose keys go into files. */
  private static void kdc(Path directory, String... args) throws Exception {
    Class<?> type = Class.forName("org.apache.kerby.kerberos.kerb.server.SimpleKdcServer");
    Object server = type.getConstructor().newInstance();
    type.getMethod("setKdcHost", String.class).invoke(server, "127.0.0.1");
    type.getMethod("setKdcTcpPort", int.class).invoke(server, Integer.parseInt(args[0]));
    type.getMethod("setKdcRealm", String.class).invoke(server, args[1]);
    type.getMethod("setAllowUdp", boolean.class).invoke(server, false);
    type.getMethod("setWorkDir", File.class).invoke(server, directory.toFile());
    type.getMethod("init").invoke(server);
    allowShortTickets(type.getMethod("getKdcConfig").invoke(server));
    type.getMethod("start").invoke(server);
    for (int i = 2; i < args.length; i++) {
      File keytab = directory.resolve(args[i].replace('/', '_') + ".keytab").toFile();
      type.getMethod("createPrincipal", String.class).invoke(server, args[i]);
      type.getMethod("exportPrincipal", String.class, File.class).invoke(server, args[i], keytab);
    }
    Files.createFile(directory.resolve("ready"));
    Thread.currentThread().join();
  }

  /** By default it gives no ticket for less than five minutes. */
  private static void allowShortTickets(Object config) throws Exception {
    Class<?> key = Class.forName("org.apache.kerby.config.ConfigKey");
    Class<?> keys = Class.forName("org.apache.kerby.kerberos.kerb.server.KdcConfigKey");
    config
        .getClass()
        .getMethod("setLong", key, Long.class)
        .invoke(config, keys.getField("MINIMUM_TICKET_LIFETIME").get(null), 1L);
  }

  /** Fetches a ticket into a file: port, realm, principal, keytab, file, seconds of its life. */
  private static void kinit(String... args) throws Exception {
    String client = "org.apache.kerby.kerberos.kerb.client.";
    Class<?> type = Class.forName(client + "KrbClient");
    Object asker = type.getConstructor().newInstance();
    type.getMethod("setKdcHost", String.class).invoke(asker, "127.0.0.1");
    type.getMethod("setKdcTcpPort", int.class).invoke(asker, Integer.parseInt(args[0]));
    type.getMethod("setKdcRealm", String.class).invoke(asker, args[1]);
    type.getMethod("setAllowUdp", boolean.class).invoke(asker, false);
    type.getMethod("init").invoke(asker);
    Class<?> optionsType = Class.forName("org.apache.kerby.KOptions");
    Class<?> option = Class.forName("org.apache.kerby.KOption");
    Class<?> names = Class.forName(client + "KrbOption");
    Object options = optionsType.getConstructor().newInstance();
    Object[][] all = {
      {"CLIENT_PRINCIPAL", args[2] + "@" + args[1]},
      {"USE_KEYTAB", true},
      {"KEYTAB_FILE", new File(args[3])},
      {"LIFE_TIME", Integer.parseInt(args[5])}
    };
    for (Object[] one : all) {
      optionsType
          .getMethod("add", option, Object.class)
          .invoke(options, names.getField((String) one[0]).get(null), one[1]);
    }
    Object ticket = type.getMethod("requestTgt", optionsType).invoke(asker, options);
    type.getMethod("storeTicket", ticket.getClass(), File.class)
        .invoke(asker, ticket, new File(args[4]));
    System.exit(0);
  }

  private static void watchParent(Path directory) {
    Thread watch = new Thread(() -> awaitEnd(directory), "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEnd(Path directory) {
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      String line;
      while ((line = in.readLine()) != null) {
        if (line.equals("stop")) {
          // On another thread: exit waits for the broker's hooks, and the parent may still die
          // meanwhile.
          Thread exit = new Thread(() -> System.exit(0), "orderly-exit");
          exit.setDaemon(true);
          exit.start();
        }
      }
    } catch (IOException e) {
      System.err.println("The pipe from the parent broke: " + e);
    }
    System.err.println("The parent process is gone: deleting " + directory + " and halting");
    // The broker still runs while its files go, so what it creates meanwhile needs a second round.
    int rounds = 3;
    while (rounds > 0 && !delete(directory)) {
      rounds--;
    }
    Runtime.getRuntime().halt(PARENT_GONE);
  }

  private static boolean delete(Path path) {
    boolean gone = true;
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path entry : entries) {
          gone &= delete(entry);
        }
      } catch (IOException e) {
        gone = false;
      }
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      gone = false;
    }
    return gone;
  }
}
