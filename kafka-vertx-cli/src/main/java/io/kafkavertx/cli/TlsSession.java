package io.kafkavertx.cli;

import io.kafkavertx.BootstrapAddress;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A handshake that only looks: whether the certificate can be trusted is for the client to say. */
final class TlsSession {
  private List<X509Certificate> chain = List.of();
  private SSLSocket socket;
  private String protocol;
  private String cipherSuite;

  SSLSocket over(Socket plain, BootstrapAddress address) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Onlooker()}, null);
      socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, address.host(), address.port(), true);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  void handshake() throws IOException {
    socket.startHandshake();
    protocol = socket.getSession().getProtocol();
    cipherSuite = socket.getSession().getCipherSuite();
  }

  /** The server's first; empty when there was none. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** Null when the handshake did not end. */
  String protocol() {
    return protocol;
  }

  String cipherSuite() {
    return cipherSuite;
  }

  /** Writes down what it is shown. */
  private final class Onlooker extends X509ExtendedTrustManager {
    private void seen(X509Certificate[] certificates) {
      chain = List.of(certificates);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      seen(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      seen(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      seen(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
