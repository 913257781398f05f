package io.kafkavertx.testkit.scripted;

import io.kafkavertx.spi.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One broker of a {@link ScriptedCluster}. */
public final class ScriptedBroker {
  private final ScriptedCluster cluster;
  private final int id;
  private String rack;
  private final FetchSessions fetchSessions = new FetchSessions();
  private final Set<ScriptedConnection> connections = new LinkedHashSet<>();
  private String host;
  private int port;
  private boolean alive = true;
  private ApiVersionTable versions;

  ScriptedBroker(ScriptedCluster cluster, int id, String host, int port, String rack) {
    this.cluster = cluster;
    this.id = id;
    this.host = host;
    this.port = port;
    this.rack = rack;
  }

  /** The broker's id. */
  public int id() {
    return id;
  }

  /** The advertised host. */
  public String host() {
    return host;
  }

  /** The advertised port. */
  public int port() {
    return port;
  }

  /** Host and port, as {@code bootstrap.servers} has them. */
  public String address() {
    return host + ":" + port;
  }

  /** Changes what metadata says of this broker's address. */
  public void advertise(String newHost, int newPort) {
    host = newHost;
    port = newPort;
  }

  /** Moves the broker to a rack ({@code broker.rack}); null for none. */
  public void rack(String newRack) {
    rack = newRack;
  }

  /** False between {@link ScriptedCluster#kill} and {@link ScriptedCluster#revive}. */
  public boolean isAlive() {
    return alive;
  }

  /** The open connections, oldest first. */
  public List<ScriptedConnection> connections() {
    return new ArrayList<>(connections);
  }

  /** Pretends to be another release than the rest of the cluster; null to pretend no more. */
  public void versions(ApiVersionTable table) {
    versions = table;
  }

  ApiVersionTable versions() {
    return versions == null ? cluster.versions() : versions;
  }

  Node node() {
    return new Node(id, host, port, rack);
  }

  String rack() {
    return rack;
  }

  ScriptedCluster cluster() {
    return cluster;
  }

  FetchSessions fetchSessions() {
    return fetchSessions;
  }

  ScriptedConnection accept(ClientLink link) {
    ScriptedConnection connection = new ScriptedConnection(this, link);
    connections.add(connection);
    return connection;
  }

  void forget(ScriptedConnection connection) {
    connections.remove(connection);
  }

  void die() {
    alive = false;
    connections().forEach(ScriptedConnection::reset);
    fetchSessions.clear();
  }

  void comeBack() {
    alive = true;
  }

  @Override
  public String toString() {
    return "broker " + id + " at " + address();
  }
}
