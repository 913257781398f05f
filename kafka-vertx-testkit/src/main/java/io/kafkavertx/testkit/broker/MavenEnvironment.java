package io.kafkavertx.testkit.broker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.maven.model.Model;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.transfer.TransferListener;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/**
 * The user's Maven: the local repository, mirrors, proxies, servers and profiles of its settings
 * files.
 *
 * <p>Settings are read from {@code ~/.m2/settings.xml} (or the file named by the system property
 * {@code kafkavertx.maven.settings}) and from the {@code conf/settings.xml} of the Maven
 * installation.
 */
final class MavenEnvironment {
  private final Settings settings;
  private final Properties system;
  private final Path localRepository;

  private MavenEnvironment(Settings settings, Properties system) {
    this.settings = settings;
    this.system = system;
    this.localRepository = localRepository();
  }

  static MavenEnvironment read(Properties system) {
    DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
    request.setSystemProperties(system);
    String named = system.getProperty("kafkavertx.maven.settings");
    request.setUserSettingsFile(
        named != null ? new File(named) : home(system).resolve(".m2/settings.xml").toFile());
    Path global = globalSettings(system);
    if (global != null) {
      request.setGlobalSettingsFile(global.toFile());
    }
    try {
      return new MavenEnvironment(
          new DefaultSettingsBuilderFactory().newInstance().build(request).getEffectiveSettings(),
          system);
    } catch (SettingsBuildingException e) {
      throw new BrokerException("Cannot read the Maven settings: " + e.getMessage(), e);
    }
  }

  RepositorySystemSession newSession(RepositorySystem resolver, TransferListener listener) {
    DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
    session.setSystemProperties(system);
    session.setOffline(isOffline());
    session.setMirrorSelector(mirrors());
    session.setProxySelector(proxies());
    session.setAuthenticationSelector(servers());
    session.setTransferListener(listener);
    // What a POM of 2013 calls a repository is seldom one today.
    session.setIgnoreArtifactDescriptorRepositories(true);
    session.setLocalRepositoryManager(
        resolver.newLocalRepositoryManager(session, new LocalRepository(localRepository.toFile())));
    return session;
  }

  List<RemoteRepository> repositories() {
    List<RemoteRepository> repositories = new ArrayList<>();
    for (Profile profile : settings.getProfiles()) {
      if (isActive(profile)) {
        for (org.apache.maven.settings.Repository repository : profile.getRepositories()) {
          repositories.add(remote(repository.getId(), repository.getUrl()));
        }
      }
    }
    for (Repository repository : superPom().getRepositories()) {
      if (repositories.stream().noneMatch(r -> r.getId().equals(repository.getId()))) {
        repositories.add(remote(repository.getId(), repository.getUrl()));
      }
    }
    return repositories;
  }

  /** What every Maven project inherits: it says where Maven Central is. */
  private static Model superPom() {
    DefaultModelProcessor processor =
        new DefaultModelProcessor()
            .setModelLocator(new DefaultModelLocator())
            .setModelReader(new DefaultModelReader());
    return new DefaultSuperPomProvider().setModelProcessor(processor).getSuperModel("4.0.0");
  }

  /**
   * For error messages: where was looked. Names of servers only, because URLs may carry passwords.
   */
  String describe() {
    List<String> names = new ArrayList<>();
    for (RemoteRepository repository : repositories()) {
      RemoteRepository mirror = mirrors().getMirror(repository);
      names.add(
          mirror == null
              ? repository.getId()
              : repository.getId() + " (mirror " + mirror.getId() + ")");
    }
    return localRepository + (isOffline() ? " (offline)" : " and " + names);
  }

  private boolean isOffline() {
    return settings.isOffline()
        || Boolean.parseBoolean(system.getProperty("kafkavertx.maven.offline"));
  }

  private boolean isActive(Profile profile) {
    return settings.getActiveProfiles().contains(profile.getId())
        || (profile.getActivation() != null && profile.getActivation().isActiveByDefault());
  }

  private static RemoteRepository remote(String id, String url) {
    return new RemoteRepository.Builder(id, "default", url).build();
  }

  private DefaultMirrorSelector mirrors() {
    DefaultMirrorSelector selector = new DefaultMirrorSelector();
    for (Mirror mirror : settings.getMirrors()) {
      selector.add(
          mirror.getId(),
          mirror.getUrl(),
          mirror.getLayout(),
          false,
          mirror.isBlocked(),
          mirror.getMirrorOf(),
          mirror.getMirrorOfLayouts());
    }
    return selector;
  }

  private DefaultProxySelector proxies() {
    DefaultProxySelector selector = new DefaultProxySelector();
    for (Proxy proxy : settings.getProxies()) {
      if (proxy.isActive()) {
        selector.add(
            new org.eclipse.aether.repository.Proxy(
                proxy.getProtocol(),
                proxy.getHost(),
                proxy.getPort(),
                new AuthenticationBuilder()
                    .addUsername(proxy.getUsername())
                    .addPassword(proxy.getPassword())
                    .build()),
            proxy.getNonProxyHosts());
      }
    }
    return selector;
  }

  private DefaultAuthenticationSelector servers() {
    DefaultAuthenticationSelector selector = new DefaultAuthenticationSelector();
    for (Server server : settings.getServers()) {
      selector.add(
          server.getId(),
          new AuthenticationBuilder()
              .addUsername(server.getUsername())
              .addPassword(server.getPassword())
              .addPrivateKey(server.getPrivateKey(), server.getPassphrase())
              .build());
    }
    return selector;
  }

  private Path localRepository() {
    String named = system.getProperty("maven.repo.local");
    if (named == null) {
      // Surefire and Failsafe tell the tests which local repository the build uses.
      named = system.getProperty("localRepository");
    }
    if (named == null) {
      named = settings.getLocalRepository();
    }
    return named != null && !named.isBlank()
        ? Path.of(named).toAbsolutePath()
        : home(system).resolve(".m2/repository");
  }

  private static Path home(Properties system) {
    return Path.of(system.getProperty("user.home"));
  }

  private static Path globalSettings(Properties system) {
    for (String variable : List.of("MAVEN_HOME", "M2_HOME")) {
      String value = System.getenv(variable);
      if (value != null && Files.isRegularFile(Path.of(value, "conf", "settings.xml"))) {
        return Path.of(value, "conf", "settings.xml");
      }
    }
    String property = system.getProperty("maven.home");
    if (property != null && Files.isRegularFile(Path.of(property, "conf", "settings.xml"))) {
      return Path.of(property, "conf", "settings.xml");
    }
    return null;
  }
}
