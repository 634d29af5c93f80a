// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What a runner's container may do, tried from inside: what whoever breaks out of a box would
/// find. The service's container, which may do a little more, shows that each probe can tell.
@OnImages
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ConfinementIT {
  private static final String CONNECT = "timeout 3 bash -c 'exec 3<>/dev/tcp/%s/%d'";
  private static final String SET_ID_FILES = "find / -xdev -type f -perm /6000 2>/dev/null; true";

  private final Deployment deployment;
  private final Container runner;
  private final Container service;

  ConfinementIT(Deployment deployment) {
    this.deployment = deployment;
    runner = deployment.runners().getFirst();
    service = deployment.replicas().getFirst().container();
  }

  /// One of the database's addresses is on a network that leads outside: what does not get there
  /// gets nowhere.
  @Test
  void itDoesNotReachTheDatabaseByNameOrAddress() throws Exception {
    assertThat(connects(service, "postgres", 5432)).isTrue();
    for (String address : deployment.database().addresses()) {
      assertThat(connects(service, address, 5432)).as("service to %s", address).isTrue();
      assertThat(connects(runner, address, 5432)).as("runner to %s", address).isFalse();
    }
    assertThat(connects(runner, "postgres", 5432)).isFalse();
  }

  /// Not by way of the machine either: what is published there is published on loopback alone.
  @Test
  void itDoesNotReachWhatThisMachinePublishes() throws Exception {
    int published = deployment.replicas().getFirst().server().getPort();
    assertThat(connects(runner, deployment.hostAsSeenByRunners(), published)).isFalse();
    assertThat(connects(runner, "lab-api", 8080)).as("the way back to who calls it").isTrue();
  }

  @Test
  void noProcessHasRightsOrGetsAny() throws Exception {
    Map<String, String> status =
        output(runner, "cat", "/proc/self/status")
            .lines()
            .map(line -> line.split(":\\s*", 2))
            .collect(Collectors.toMap(it -> it[0], it -> it[1]));
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
      assertThat(status.get(set)).as(set).matches("0+");
    }
    assertThat(status).containsEntry("NoNewPrivs", "1").containsEntry("Seccomp", "2");
    assertThat(status.get("Uid")).startsWith("10001\t10001");
    assertThat(output(runner, "bash", "-c", SET_ID_FILES)).isEmpty();
  }

  @Test
  void nothingCanBeWrittenButMemory() throws Exception {
    String writable =
        output(
            runner,
            "bash",
            "-c",
            "for f in / /opt/lab /etc /usr/bin /var/tmp /home /run /tmp /dev/shm; do"
                + " (echo > $f/probe) 2>/dev/null && rm $f/probe && echo $f; done; true");
    assertThat(writable.lines()).containsExactly("/tmp", "/dev/shm");
    String mounts = output(runner, "cat", "/proc/mounts");
    for (String folder : List.of("/tmp", "/dev/shm")) {
      assertThat(mounts.lines().filter(line -> line.split(" ")[1].equals(folder)))
          .singleElement()
          .satisfies(line -> assertThat(line).contains(" tmpfs "))
          .satisfies(line -> assertThat(line).contains("nosuid", "nodev", "noexec", "size="));
    }
  }

  private static boolean connects(Container from, String host, int port) throws Exception {
    return from.exec("bash", "-c", CONNECT.formatted(host, port)).exitCode() == 0;
  }

  private static String output(Container container, String... command) throws Exception {
    Container.Result result = container.exec(command);
    assertThat(result.exitCode()).as("%s", result.output()).isZero();
    return result.output();
  }
}
