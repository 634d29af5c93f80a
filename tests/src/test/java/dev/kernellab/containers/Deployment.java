// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import tools.jackson.databind.JsonNode;

/// PostgreSQL, some replicas of the service and some runners, started as `docker-compose.yml`
/// starts them: with the same settings, on the same networks. Labs and database are reached on
/// loopback. After [#close], `tests/target/containers/` has what each container said.
public final class Deployment implements AutoCloseable {
  static final String SECRET = "a secret of these tests";
  private static final String PASSWORD = "a password of these tests";
  private static final Path LOGS = ComposeFile.ROOT.resolve("tests/target/containers");
  private static final int MIB = 1 << 20;

  /// What differs between deployments.
  ///
  /// @param replicas of the service
  /// @param databaseMiB size of the file system that PostgreSQL writes to; 0: the disk's. A limited
  ///   one is in memory, and empty after PostgreSQL's container has stopped
  /// @param lab what every replica finds in its environment besides what Compose gives it
  /// @param runner the same for every runner
  public record Plan(
      int replicas,
      int runners,
      int databaseMiB,
      Map<String, String> lab,
      Map<String, String> runner) {
    public static Plan of(int replicas, int runners) {
      return new Plan(replicas, runners, 0, Map.of(), Map.of());
    }

    public Plan withDatabaseOf(int mebibytes) {
      return new Plan(replicas, runners, mebibytes, lab, runner);
    }

    public Plan withLab(Map<String, String> environment) {
      return new Plan(replicas, runners, databaseMiB, environment, runner);
    }

    public Plan withRunner(Map<String, String> environment) {
      return new Plan(replicas, runners, databaseMiB, lab, environment);
    }
  }

  private final Plan plan;
  private final DockerClient docker = DockerClientFactory.instance().client();
  private final ComposeFile compose = new ComposeFile(ComposeFile.text(), Deployment::variable);
  private final Networks networks = Networks.create();
  private final List<String> volumes = new ArrayList<>();
  private final List<Container> containers = new ArrayList<>();
  private final List<Replica> replicas = new ArrayList<>();
  private final List<Container> runners = new ArrayList<>();
  private final int databasePort = freePort();
  private @Nullable Container database;
  private int labs;

  private Deployment(Plan plan) {
    this.plan = plan;
  }

  /// Returns when every replica is ready and every runner takes runs.
  public static Deployment start(Plan plan) throws Exception {
    var deployment = new Deployment(plan);
    try {
      deployment.startAll();
      return deployment;
    } catch (Exception | Error e) {
      deployment.close();
      throw e;
    }
  }

  private void startAll() throws Exception {
    for (int i = 1; i <= plan.runners(); i++) {
      runners.add(startRunner("qemu-runner-" + i, plan.runner()));
    }
    database = startDatabase();
    Await.until("PostgreSQL takes connections", this::databaseAnswers);
    String blobs = volume(Map.of()) + ":/var/lib/kernel-lab";
    for (int i = 1; i <= plan.replicas(); i++) {
      Map<String, String> environment = compose.environment("lab-api");
      environment.putAll(plan.lab());
      replicas.add(startLab(environment, List.of(blobs)));
    }
    replicas.forEach(Replica::awaitReady);
    Await.until("every runner takes runs", this::everyRunnerTakesRuns);
  }

  private Container startDatabase() {
    Map<String, String> environment = compose.environment("postgres");
    String folder = "/var/lib/postgresql/data";
    List<String> binds = List.of();
    if (plan.databaseMiB() > 0) {
      String size = "size=" + (long) plan.databaseMiB() * MIB + ",mode=1777";
      binds = List.of(volume(Map.of("type", "tmpfs", "device", "tmpfs", "o", size)) + ":" + folder);
      environment.put("PGDATA", folder + "/own"); // a folder that its user may call its own
    }
    return started(
        new Container.Settings(
            "postgres",
            compose.image("postgres"),
            new RunOptions(compose.options("postgres")),
            environment,
            List.of(networks.front(), networks.core()), // front: for us, to look inside
            Map.of(5432, databasePort),
            binds));
  }

  /// One more runner, or one that is not like the others; found by every lab that asks for the part
  /// of its name before the number.
  public Container startRunner(String name, Map<String, String> environment) {
    Map<String, String> all = compose.environment("qemu-runner");
    all.putAll(environment);
    return started(
        new Container.Settings(
            name,
            compose.image("qemu-runner"),
            RunOptions.ofRunner(),
            all,
            List.of(networks.runners()),
            Map.of(),
            List.of()));
  }

  /// A lab on the same networks that shares nothing with the others: a database and files of its
  /// own.
  public Replica startStranger(Map<String, String> environment) throws SQLException {
    String name = "stranger" + (labs + 1);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    Map<String, String> all = compose.environment("lab-api");
    all.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://postgres:5432/" + name);
    all.putAll(environment);
    return startLab(all, List.of());
  }

  private Replica startLab(Map<String, String> environment, List<String> binds) {
    int port = freePort();
    Container container =
        started(
            new Container.Settings(
                "lab-api-" + ++labs,
                compose.image("lab-api"),
                new RunOptions(compose.options("lab-api")),
                environment,
                List.of(networks.front(), networks.core(), networks.runners()),
                Map.of(8080, port),
                binds));
    return new Replica(container, URI.create("http://127.0.0.1:" + port + "/"));
  }

  private Container started(Container.Settings settings) {
    Container container = Container.start(settings);
    containers.add(container);
    return container;
  }

  public List<Replica> replicas() {
    return List.copyOf(replicas);
  }

  public List<Container> runners() {
    return List.copyOf(runners);
  }

  public Container database() {
    if (database == null) {
      throw new IllegalStateException("the deployment was not started");
    }
    return database;
  }

  /// A connection to the database, as the labs' own user.
  public Connection connect() throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + databasePort + "/lab?connectTimeout=2";
    return DriverManager.getConnection(url, "lab", PASSWORD);
  }

  /// An address of this machine that labs and runners can reach, for something in between.
  public String hostAsSeenByRunners() {
    return networks.hostAsSeenByRunners();
  }

  public boolean databaseAnswers() throws SQLException {
    try (Connection connection = connect()) {
      return connection.isValid(2);
    }
  }

  public boolean everyRunnerTakesRuns() throws IOException {
    JsonNode health = replicas.getFirst().http().json("actuator/health");
    JsonNode details = health.path("components").path("runner").path("details");
    return details.valueStream().filter(it -> it.asString().contains("places")).count()
        == plan.runners();
  }

  private String volume(Map<String, String> options) {
    String name =
        docker
            .createVolumeCmd()
            .withLabels(DockerClientFactory.DEFAULT_LABELS)
            .withDriverOpts(new HashMap<>(options))
            .exec()
            .getName();
    volumes.add(name);
    return name;
  }

  private static String variable(String name) {
    return switch (name) {
      case "LAB_DATABASE_PASSWORD" -> PASSWORD;
      case "LAB_RUNNER_SECRET", "LAB_INSTRUCTOR_SECRET" -> SECRET;
      case "LAB_POSTGRES_IMAGE" -> environment(name).orElseGet(Images::postgres);
      default -> environment(name).orElse("");
    };
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no free port", e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Container container : containers.reversed()) {
      container.remove(LOGS);
    }
    volumes.forEach(name -> docker.removeVolumeCmd(name).exec());
    networks.close();
  }
}
