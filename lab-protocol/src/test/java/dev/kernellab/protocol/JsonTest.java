// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The words as they go over the wire. The expected texts are written by hand.
class JsonTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String REGISTERS =
      """
      {"eip":"0xF0101234","esp":"0xF0109FF0","ebp":"0x00000000","eflags":"0x00000202",
       "eax":"0x2BADB002","ebx":"0x00000000","ecx":"0x00000000","edx":"0x00000000",
       "esi":"0x00000000","edi":"0xFFFFFFFF","cr0":"0x80010011","cr2":"0x00000000",
       "cr3":"0x0010A000","cr4":"0x00000010","gdtBase":"0xF0001800","gdtLimit":47,
       "idtBase":"0xF0001000","idtLimit":2047,"halted":false}
      """;

  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of(
            new RunEvent.StateChanged(RunState.BUILDING, 1),
            "{'type':'state','state':'BUILDING','attempt':1}"),
        Arguments.of(
            new RunEvent.BuildOutput("cc -c boot.S\n"),
            "{'type':'build','text':'cc -c boot.S\\n'}"),
        Arguments.of(
            new RunEvent.SerialOutput("Kernel Lab\r\n\u00ff\u0000"),
            "{'type':'serial','text':'Kernel Lab\\r\\n\u00ff\\u0000'}"),
        Arguments.of(
            new RunEvent.CheckpointReached(
                "checkpoint_boot_paging", 1, new LinearAddress(0x10020C), 5_663_774L),
            "{'type':'checkpoint','name':'checkpoint_boot_paging','hit':1,"
                + "'address':'0x0010020C','instructions':5663774}"),
        Arguments.of(
            new RunEvent.CheckpointReached("checkpoint_idle", 2, new LinearAddress(0), null),
            "{'type':'checkpoint','name':'checkpoint_idle','hit':2,'address':'0x00000000'}"),
        Arguments.of(
            new RunEvent.FaultSeen("TRIPLE_FAULT", "The processor gave up.", registers()),
            "{'type':'fault','kind':'TRIPLE_FAULT','message':'The processor gave up.','registers':"
                + REGISTERS
                + "}"),
        Arguments.of(
            new RunEvent.MachineStarted(
                new Booted("7.2.22", List.of("/usr/bin/qemu-system-i386", "-S"), "ab"), "eJw="),
            "{'type':'machine','booted':{'qemu':'7.2.22',"
                + "'arguments':['/usr/bin/qemu-system-i386','-S'],'image':'ab'},'built':'eJw='}"),
        Arguments.of(
            new RunEvent.CodeNamed(
                List.of(
                    new CodePlace(new LinearAddress(0x10020C), "kernel", 12, "kernel.c", 31),
                    new CodePlace(new LinearAddress(0x100300), "handler", 0, null, null)),
                List.of(
                    new RunEvent.CodeNamed.CodeRange(
                        new LinearAddress(0x100000), new LinearAddress(0x102000)))),
            "{'type':'code','places':[{'address':'0x0010020C','function':'kernel','offset':12,"
                + "'file':'kernel.c','line':31},{'address':'0x00100300','function':'handler',"
                + "'offset':0}],'text':[{'start':'0x00100000','end':'0x00102000'}]}"),
        Arguments.of(
            new RunEvent.Ended(
                new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "It got there.")),
            "{'type':'ended','outcome':{'kind':'COMPLETED','code':'LAST_CHECKPOINT',"
                + "'message':'It got there.'}}"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventIsWrittenAsAgreedAndReadBack(RunEvent event, String expected) {
    String json = JSON.writeValueAsString(event);
    assertThat(JSON.readTree(json)).isEqualTo(JSON.readTree(expected.replace('\'', '"')));
    assertThat(JSON.readValue(json, RunEvent.class)).isEqualTo(event);
    assertThat(json).as("an event is one line").doesNotContain("\n");
  }

  @Test
  void aCaptureCarriesItsFramesAsBase64() {
    var capture =
        new Capture(
            3,
            Capture.Reason.CHECKPOINT,
            "checkpoint_memory_map",
            5_712_345L,
            false,
            registers(),
            List.of(new FrameRange(96, 32)),
            List.of(new Capture.FrameContent(96, new byte[] {0x78, (byte) 0x9C, 0})));
    String json = JSON.writeValueAsString(new RunEvent.SnapshotTaken(capture));
    String expected =
        """
        {"type":"snapshot","capture":{"n":3,"reason":"checkpoint",
         "checkpoint":"checkpoint_memory_map","instructions":5712345,"torn":false,
         "registers":%s,"frames":[[96,32]],"changed":[{"frame":96,"deflated":"eJwA"}]}}
        """
            .formatted(REGISTERS);
    assertThat(JSON.readTree(json)).isEqualTo(JSON.readTree(expected));
    assertThat(JSON.readValue(json, RunEvent.class))
        .usingRecursiveComparison()
        .isEqualTo(new RunEvent.SnapshotTaken(capture));
  }

  @Test
  void whatDoesNotApplyIsAbsentNotNull() {
    var capture =
        new Capture(0, Capture.Reason.PERIOD, null, null, true, registers(), List.of(), List.of());
    assertThat(JSON.writeValueAsString(capture)).doesNotContain("null");
  }

  @Test
  void aProfileIsWrittenAsAgreedAndReadBack() {
    String expected =
        """
        {"name":"memory-manager","title":"A title",
         "allocator":{"kind":"bitmap","at":"0x00060000","frames":1048576,
                      "polarity":"one-is-free","bitOrder":"least-significant-first",
                      "ready":"checkpoint_memory_map"},
         "checkpoints":[{"symbol":"checkpoint_boot_paging","title":"Boot paging","promise":"On."}],
         "regions":[{"name":"Page directory","start":"0xFFC00000","end":"0xFFFFFFFF",
                     "kind":"self-reference"}],
         "physicalRegions":[{"name":"Bitmap","start":"0x00060000","end":"0x0007FFFF",
                             "kind":"kernel"}]}
        """;
    Profile profile = JSON.readValue(expected, Profile.class);
    assertThat(JSON.readTree(JSON.writeValueAsString(profile))).isEqualTo(JSON.readTree(expected));
    assertThat(profile.allocator()).isInstanceOf(AllocatorProfile.Bitmap.class);
  }

  @Test
  void aRunRequestSurvivesTheJourney() {
    var request =
        new RunRequest(
            "r1",
            1,
            KernelKind.ELF,
            RunMode.GRADED,
            new Machine(Machine.Type.PC, 128),
            Budgets.DEFAULT,
            new Profile(
                "none", "None", new AllocatorProfile.None(), List.of(), List.of(), List.of()),
            null);
    String json = JSON.writeValueAsString(request);
    assertThat(JSON.readValue(json, RunRequest.class)).isEqualTo(request);
    assertThat(JSON.readTree(json).at("/mode").asString()).isEqualTo("graded");
    assertThat(JSON.readTree(json).at("/machine/type").asString()).isEqualTo("pc");
  }

  @Test
  void aRunOfFramesIsThreeValues() {
    var run = new FrameRun(new FrameRange(1024, 31_712), true);
    assertThat(JSON.writeValueAsString(run)).isEqualTo("[1024,31712,true]");
    assertThat(JSON.readValue("[1024,31712,true]", FrameRun.class)).isEqualTo(run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"unheard-of\"}",
        "{\"state\":\"BUILDING\",\"attempt\":1}",
        "{\"type\":\"state\",\"state\":\"FLYING\",\"attempt\":1}",
        "{\"type\":\"checkpoint\",\"name\":\"x\",\"hit\":1,\"address\":\"0x1FFFFFFFFFFFF\"}"
      })
  void whatIsNoEventIsRefused(String json) {
    assertThatThrownBy(() -> JSON.readValue(json, RunEvent.class))
        .isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[1]", "[1,2,3]", "[0,0]", "[1048575,2]", "[-1,1]", "7", "[2147483647,2]"})
  void whatIsNoRangeOfFramesIsRefused(String json) {
    assertThatThrownBy(() -> JSON.readValue(json, FrameRange.class))
        .isInstanceOf(JacksonException.class);
  }

  private static Registers registers() {
    return JSON.readValue(REGISTERS, Registers.class);
  }
}
