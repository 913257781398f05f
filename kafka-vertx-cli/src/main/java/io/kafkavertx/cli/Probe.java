package io.kafkavertx.cli;

import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ApiVersionsRequest;
import io.kafkavertx.protocol.message.ApiVersionsResponse;
import io.kafkavertx.protocol.message.SaslHandshakeRequest;
import io.kafkavertx.protocol.message.SaslHandshakeResponse;
import io.kafkavertx.protocol.wire.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Finds out what is at an address, with as little as possible taken for granted: no credentials,
 * and a TLS handshake that trusts everybody, for only questions are sent that anybody may ask.
 */
final class Probe {
  private final BootstrapAddress address;
  private final int timeoutMillis;

  Probe(BootstrapAddress address, Duration timeout) {
    this.address = address;
    // Of several attempts, each.
    timeoutMillis = (int) Math.max(500, Math.min(3_000, timeout.toMillis()));
  }

  Finding run() {
    List<InetAddress> hosts;
    try {
      hosts = Arrays.asList(InetAddress.getAllByName(address.host()));
    } catch (UnknownHostException e) {
      return Finding.of(address, Finding.Kind.NO_NAME, null);
    }
    Finding plain = plain(hosts);
    if (plain.kind() != Finding.Kind.NO_KAFKA) {
      return plain;
    }
    Finding tls = tls(hosts);
    return tls == null ? plain : tls;
  }

  private Finding plain(List<InetAddress> hosts) {
    try (Socket socket = connect(hosts)) {
      try {
        return ask(new Wire(socket), Finding.of(address, Finding.Kind.KAFKA, null).at(hosts));
      } catch (Wire.NotKafkaException e) {
        return noKafka(hosts, e.getMessage());
      } catch (SocketTimeoutException e) {
        return noKafka(hosts, isHttp(hosts) ? Speech.HTTP : "something that does not answer");
      } catch (EOFException | SocketException e) {
        return noKafka(hosts, isHttp(hosts) ? Speech.HTTP : "something that hangs up");
      } catch (ProtocolException e) {
        return noKafka(hosts, "something that answers in another protocol");
      }
    } catch (SocketTimeoutException e) {
      return Finding.of(address, Finding.Kind.NO_ANSWER, "no answer to a connection").at(hosts);
    } catch (ConnectException e) {
      return Finding.of(address, Finding.Kind.NOBODY, e.getMessage()).at(hosts);
    } catch (IOException e) {
      return Finding.of(address, Finding.Kind.NO_ANSWER, e.getMessage()).at(hosts);
    }
  }

  private Finding noKafka(List<InetAddress> hosts, String what) {
    return Finding.of(address, Finding.Kind.NO_KAFKA, what).at(hosts);
  }

  /** Null when there is no TLS. */
  private Finding tls(List<InetAddress> hosts) {
    TlsSession session = new TlsSession();
    try (Socket socket = session.over(connect(hosts), address)) {
      session.handshake();
      Finding found = Finding.of(address, Finding.Kind.KAFKA, null).at(hosts).tls(session);
      try {
        return ask(new Wire(socket), found);
      } catch (Wire.NotKafkaException e) {
        return noKafka(hosts, e.getMessage() + " that speaks TLS").tls(session);
      } catch (SSLException e) {
        // With TLS 1.3 a missing certificate of the client is told after the handshake.
        return found.because("it wants a certificate from the client (" + e.getMessage() + ")");
      } catch (IOException | ProtocolException e) {
        return found.because("it does not answer a client without a certificate");
      }
    } catch (SSLException e) {
      return session.chain().isEmpty()
          ? null
          : Finding.of(address, Finding.Kind.KAFKA, null)
              .at(hosts)
              .tls(session)
              .because("it wants a certificate from the client (" + e.getMessage() + ")");
    } catch (IOException e) {
      return null;
    }
  }

  private static Finding ask(Wire wire, Finding found) throws IOException {
    ApiVersionsResponse versions =
        wire.call(
            new ApiVersionsRequest(), ApiKey.API_VERSIONS, (short) 0, new ApiVersionsResponse());
    if (versions.errorCode() != ErrorCode.NONE.code()) {
      return found;
    }
    boolean sasl =
        versions.apiKeys().stream().anyMatch(api -> api.apiKey() == ApiKey.SASL_HANDSHAKE.id());
    if (!sasl) {
      return found;
    }
    // A mechanism that nobody has: the refusal lists those that there are.
    SaslHandshakeResponse refusal =
        wire.call(
            new SaslHandshakeRequest().setMechanism("WHAT-IS-THERE"),
            ApiKey.SASL_HANDSHAKE,
            (short) 0,
            new SaslHandshakeResponse());
    return refusal.errorCode() == ErrorCode.UNSUPPORTED_SASL_MECHANISM.code()
        ? found.mechanisms(refusal.mechanisms())
        : found;
  }

  private boolean isHttp(List<InetAddress> hosts) {
    try (Socket socket = connect(hosts)) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] first = socket.getInputStream().readNBytes(4);
      return first.length == 4 && Speech.of(first).equals(Speech.HTTP);
    } catch (IOException e) {
      return false;
    }
  }

  private Socket connect(List<InetAddress> hosts) throws IOException {
    List<IOException> failures = new ArrayList<>();
    for (InetAddress host : hosts) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(host, address.port()), timeoutMillis);
        socket.setSoTimeout(timeoutMillis);
        socket.setTcpNoDelay(true);
        return socket;
      } catch (IOException e) {
        socket.close();
        failures.add(e);
      }
    }
    throw failures.get(0);
  }
}
