package io.kafkavertx.examples.livetopics;

import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event-bus addresses, and which of them a page may use. */
final class Addresses {
  /** Asks for a session; the reply has its id. */
  static final String OPEN = "live.open";

  /** The topics of the cluster. */
  static final String TOPICS = "live.topics";

  /** The consumer groups that read a topic, and their lag. */
  static final String GROUPS = "live.groups";

  /** Stores a record. */
  static final String PRODUCE = "live.produce";

  /** Ends a session. Not for pages. */
  static final String CLOSE = "live-internal.close";

  /** The library's own address for records to store. Not for pages. */
  static final String KAFKA = "live-internal.kafka";

  private static final String ID = "([0-9a-f]{32})";
  private static final Pattern COMMANDS = Pattern.compile("live\\.session\\." + ID);
  private static final Pattern RECORDS = Pattern.compile("live\\.records\\." + ID);

  private Addresses() {}

  /** Where a session takes its page's commands. */
  static String commands(String session) {
    return "live.session." + session;
  }

  /** Where a page takes its session's records. */
  static String records(String session) {
    return "live.records." + session;
  }

  /** Whose address this is; null when it is that of no session. */
  static String sessionOf(String address) {
    for (Pattern pattern : new Pattern[] {COMMANDS, RECORDS}) {
      Matcher matcher = pattern.matcher(address);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    return null;
  }

  /** All that the bridge lets through; everything else on the bus is out of a page's reach. */
  static SockJSBridgeOptions allowList(boolean readonly) {
    SockJSBridgeOptions options =
        new SockJSBridgeOptions()
            .addInboundPermitted(new PermittedOptions().setAddress(OPEN))
            .addInboundPermitted(new PermittedOptions().setAddress(TOPICS))
            .addInboundPermitted(new PermittedOptions().setAddress(GROUPS))
            .addInboundPermitted(new PermittedOptions().setAddressRegex(COMMANDS.pattern()))
            .addOutboundPermitted(new PermittedOptions().setAddressRegex(RECORDS.pattern()));
    if (!readonly) {
      options.addInboundPermitted(new PermittedOptions().setAddress(PRODUCE));
    }
    return options
        // Replies that are waited for count.
        .setMaxHandlersPerSocket(64)
        .setMaxAddressLength(64)
        .setReplyTimeout(15_000)
        // Browsers let the timers of a page in the background run once a minute.
        .setPingTimeout(90_000);
  }
}
