// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/// One container of a deployment. It can die and come back: it keeps its name, its addresses on
/// loopback and its volumes.
public final class Container {

  /// How it is started.
  ///
  /// @param name what it is called in its log's file, and on its networks with the number left off
  /// @param networks the first is the one that its published port is reached through
  /// @param ports by its own port the one on loopback
  /// @param binds `volume:/path`
  record Settings(
      String name,
      String image,
      RunOptions options,
      Map<String, String> environment,
      List<Network> networks,
      Map<Integer, Integer> ports,
      List<String> binds) {
    String alias() {
      return name.replaceFirst("-\\d+$", "");
    }
  }

  /// What a command in the container left.
  public record Result(int exitCode, String output) {}

  private final Settings settings;
  private final Confined started;
  private final DockerClient docker;

  private Container(Settings settings, Confined started) {
    this.settings = settings;
    this.started = started;
    this.docker = started.getDockerClient();
  }

  /// Returns when its process runs, whatever that does yet.
  static Container start(Settings settings) {
    var container = new Confined(settings);
    container.start();
    return new Container(settings, container);
  }

  public String name() {
    return settings.name();
  }

  /// As by a power cut: nothing in it has a chance to tidy up.
  public void kill() {
    docker.killContainerCmd(id()).exec();
    docker.waitContainerCmd(id()).start().awaitStatusCode();
  }

  /// As an operator stops it: SIGTERM, and after its own patience SIGKILL.
  public void stop() {
    docker.stopContainerCmd(id()).exec();
  }

  /// The same container again, after it was killed or stopped.
  public void start() {
    docker.startContainerCmd(id()).exec();
  }

  /// Freezes all of it: connections stay open and nothing answers.
  public void pause() {
    docker.pauseContainerCmd(id()).exec();
  }

  public void unpause() {
    docker.unpauseContainerCmd(id()).exec();
  }

  public boolean isRunning() {
    return Boolean.TRUE.equals(docker.inspectContainerCmd(id()).exec().getState().getRunning());
  }

  /// Runs a command in it, as the user that its service runs as.
  public Result exec(String... command) throws IOException, InterruptedException {
    var result = started.execInContainer(command);
    return new Result(result.getExitCode(), result.getStdout() + result.getStderr());
  }

  /// Its addresses, one on each of its networks.
  public List<String> addresses() {
    return docker
        .inspectContainerCmd(id())
        .exec()
        .getNetworkSettings()
        .getNetworks()
        .values()
        .stream()
        .map(ContainerNetwork::getIpAddress)
        .toList();
  }

  /// Everything that it has said, over all its lives.
  public String log() {
    return started.getLogs();
  }

  private String id() {
    return started.getContainerId();
  }

  void remove(Path logs) throws IOException {
    Files.writeString(Files.createDirectories(logs).resolve(name() + ".log"), log());
    started.stop();
  }

  /// With the settings of a deployment in place of those that Testcontainers would choose.
  private static final class Confined extends GenericContainer<Confined> {
    private final Settings settings;

    Confined(Settings settings) {
      super(DockerImageName.parse(settings.image()));
      this.settings = settings;
      withNetwork(settings.networks().getFirst());
      withNetworkAliases(settings.name(), settings.alias());
      withEnv(settings.environment());
      withCreateContainerCmdModifier(this::confine);
      setWaitStrategy(new NoWait());
    }

    private void confine(CreateContainerCmd command) {
      String network = settings.networks().getFirst().getId();
      HostConfig host = settings.options().applyTo(command, network);
      host.withBinds(binds()).withPortBindings(bindings());
      command.withExposedPorts(settings.ports().keySet().stream().map(ExposedPort::tcp).toList());
    }

    private List<Bind> binds() {
      return settings.binds().stream().map(Bind::parse).toList();
    }

    private List<PortBinding> bindings() {
      return settings.ports().entrySet().stream()
          .map(
              it ->
                  new PortBinding(
                      Ports.Binding.bindIpAndPort("127.0.0.1", it.getValue()),
                      ExposedPort.tcp(it.getKey())))
          .toList();
    }

    /// A container is made on one network; the others must be there before its process starts.
    @Override
    protected void containerIsCreated(String id) {
      var names = new ContainerNetwork().withAliases(settings.name(), settings.alias());
      settings.networks().stream()
          .skip(1)
          .forEach(
              network ->
                  getDockerClient()
                      .connectToNetworkCmd()
                      .withContainerId(id)
                      .withNetworkId(network.getId())
                      .withContainerNetwork(names)
                      .exec());
    }
  }

  /// Whether a service is up is for whoever needs it to find out.
  private static final class NoWait extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {}
  }
}
