// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome.Kind;
import dev.kernellab.runner.LabBench.Watched;
import dev.kernellab.runner.build.BuildLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Makefiles that fail, cheat, attack and never end. Building is running.
class BuildIT {
  /// `make` and whatever it runs may take this long in tests.
  private static final Budgets SHORT = new Budgets(50_000_000L, 65_536, 20, 3, 20);

  private static final String HALT = "1: hlt\n jmp 1b\n";

  @TempDir static Path folder;
  private static LabBench bench;

  @BeforeAll
  static void open() throws IOException {
    var limits = new BuildLimits(200L << 20, 32, 16L << 20, 1L << 20, 8_192);
    bench = new LabBench(RunnerSettings.DEFAULT.withCapacity(2).withBuild(limits));
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(LabBench.residue()).isEmpty();
  }

  @Test
  void compileErrorComesWithTheCompilersWords() throws Exception {
    Map<String, String> files = Kernels.sources(HALT);
    files.put("boot.S", "no such instruction here\n");
    Watched run = run(files);

    assertEnd(run, "BUILD_FAILED");
    assertThat(run.build()).contains("boot.S:1: Error: no such instruction");
  }

  @Test
  void noMakefile() throws Exception {
    assertEnd(run(Map.of("boot.S", "nop\n")), "BUILD_NO_MAKEFILE");
  }

  @Test
  void makeThatMakesNothing() throws Exception {
    assertEnd(runRecipe("true"), "BUILD_NO_IMAGE");
  }

  @Test
  void imageWithoutMultibootHeader() throws Exception {
    Map<String, String> files = Kernels.sources(HALT);
    files.put("boot.S", ".globl _start\n_start: jmp _start\n");

    assertEnd(run(files), "IMAGE_NO_MULTIBOOT");
  }

  @Test
  void imageFor64Bits() throws Exception {
    assertEnd(
        runRecipe("echo 'int _start;' | gcc -nostdlib -static -x c - -o kernel.elf"),
        "IMAGE_UNSUPPORTED");
  }

  @Test
  void imageIsFoundByItsHeaderWhereverItLies() throws Exception {
    Map<String, String> files = Kernels.sources(HALT);
    files.put("Makefile", Kernels.MAKEFILE + "\tmkdir -p out && mv kernel.elf out/myos\n");

    assertThat(run(files).outcome().code()).isEqualTo("HALTED");
  }

  @Test
  void severalImagesAreNotGuessedAbout() throws Exception {
    Map<String, String> files = Kernels.sources(HALT);
    files.put("Makefile", Kernels.MAKEFILE + "\tcp kernel.elf a && mv kernel.elf b\n");
    Watched run = run(files);

    assertEnd(run, "BUILD_NO_IMAGE");
    assertThat(run.outcome().message()).contains("a", "b");
  }

  @Test
  void linksAreNoImages() throws Exception {
    assertEnd(runRecipe("ln -s /etc/passwd kernel.elf"), "BUILD_NO_IMAGE");
    assertEnd(runRecipe("ln -s /proc/self/environ kernel.elf"), "BUILD_NO_IMAGE");
    assertEnd(runRecipe("mkfifo kernel.elf"), "BUILD_NO_IMAGE");
  }

  @Test
  void forkBomb() throws Exception {
    assertEnd(runRecipe("bomb() { bomb | bomb & }; bomb; sleep 100"), "BUILD_PROCESSES");
  }

  @Test
  void buildThatNeverEnds() throws Exception {
    assertEnd(runRecipe("while :; do :; done"), "BUILD_TIMEOUT");
  }

  @Test
  void memoryHog() throws Exception {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "hog.c",
        "#include <string.h>\n#include <stdlib.h>\nint main(void) { for (;;) memset(malloc(1 << 20), 1, 1 << 20); }\n");
    files.put("Makefile", "all:\n\tgcc -w hog.c -o hog && ./hog\n");

    assertEnd(run(files), "BUILD_MEMORY");
  }

  @Test
  void flooding() throws Exception {
    Watched run = runRecipe("yes 'a line of output' ");

    assertEnd(run, "BUILD_OUTPUT_LIMIT");
    assertThat(run.build()).hasSizeLessThan(20_000).contains("bytes left out");
  }

  @Test
  void fillingTheDisk() throws Exception {
    assertEnd(runRecipe("head -c 100M /dev/zero > big"), "BUILD_DISK");
    assertEnd(runRecipe("seq 1 30000 | xargs touch"), "BUILD_DISK");
  }

  @Test
  void nothingOfTheHostIsInTheBox() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "CANARY");
    Watched run =
        runRecipe(
            "cat /etc/passwd; env; ls -la / /home /root; cat "
                + secret
                + "; cat /proc/*/environ; ls /dev/shm; id; false");

    assertEnd(run, "BUILD_FAILED");
    assertThat(run.build().replace("cat " + secret, ""))
        .doesNotContain("CANARY", "root:x:0", "JAVA_HOME", "kernel-lab-")
        .contains("/etc/passwd: No such file", "uid=1000");
  }

  @Test
  void theToolchainCannotBeChanged() throws Exception {
    Watched run = runRecipe("touch /usr/bin/evil /evil /dev/evil /bin/gcc; false");

    assertThat(run.build()).contains("Read-only file system");
    assertThat(Path.of("/usr/bin/evil")).doesNotExist();
  }

  @Test
  void thereIsNoNetwork() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      server.configureBlocking(false);
      Watched run =
          runRecipe(
              "bash -c 'echo hello > /dev/tcp/127.0.0.1/" + port + "' || cat /proc/net/dev; false");

      assertThat(run.build()).contains("Connection refused");
      assertThat(server.accept()).isNull();
    }
  }

  @Test
  void aDaemonDiesWithTheBuild() throws Exception {
    Map<String, String> files = Kernels.sources(HALT);
    files.put("Makefile", Kernels.MAKEFILE + "\tsetsid sleep 3600 </dev/null >/dev/null 2>&1 &\n");

    assertThat(run(files).outcome().code()).isEqualTo("HALTED");
  }

  @Test
  void aDaemonThatHoldsTheOutputCannotHoldTheRun() throws Exception {
    Map<String, String> files = Kernels.sources(HALT);
    files.put("Makefile", Kernels.MAKEFILE + "\tsetsid sleep 3600 &\n");

    assertThat(run(files).outcome().code()).isEqualTo("HALTED");
  }

  @Test
  void killingEverythingInSightHurtsNobodyElse() throws Exception {
    assertThat(runRecipe("kill -9 -1; for i in 1 2 3 4 5; do kill -9 $$i; done").outcome().kind())
        .isEqualTo(Kind.BUILD_REJECTED);
  }

  @Test
  void outputThatIsNotText() throws Exception {
    Watched run = runRecipe("head -c 5000 /dev/urandom; printf '\\0\\033[2J\\377'; false");

    assertEnd(run, "BUILD_FAILED");
  }

  @Test
  void cancelledWhileBuilding() throws Exception {
    Watched run =
        bench.start(
            LabBench.request(KernelKind.SOURCES),
            Kernels.tarGz(folder, recipe("echo started; sleep 1000")));
    run.await(e -> e instanceof RunEvent.BuildOutput && run.build().contains("started\n"));
    run.live.cancel();
    run.live.awaitEnd();

    assertThat(run.outcome().kind()).isEqualTo(Kind.CANCELLED);
  }

  private static Map<String, String> recipe(String shell) {
    return Map.of("Makefile", "all:\n\t" + shell + "\n");
  }

  private static Watched runRecipe(String shell) throws Exception {
    return run(recipe(shell));
  }

  private static Watched run(Map<String, String> files) throws Exception {
    return bench.run(
        LabBench.request(KernelKind.SOURCES, RunMode.GRADED, SHORT, null),
        Kernels.tarGz(folder, files));
  }

  private static void assertEnd(Watched run, String code) {
    assertThat(run.outcome().code()).as("%s%n%s", run.outcome(), run.build()).isEqualTo(code);
    assertThat(run.outcome().kind()).isEqualTo(Kind.BUILD_REJECTED);
  }
}
