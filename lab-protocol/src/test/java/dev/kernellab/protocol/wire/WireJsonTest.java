// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Keyboard;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunQuestion.Space;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunState;
import dev.kernellab.protocol.RunWish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireJsonTest {
  private static final String REGISTERS =
      """
      {"eip":"0x0","esp":"0x0","ebp":"0x0","eflags":"0x2","eax":"0x0","ebx":"0x0","ecx":"0x0",
       "edx":"0x0","esi":"0x0","edi":"0x0","cr0":"0x0","cr2":"0x0","cr3":"0x0","cr4":"0x0",
       "gdtBase":"0x0","gdtLimit":0,"idtBase":"0x0","idtLimit":0,"halted":false}
      """;

  @Test
  void anEventIsOneLineWhateverTheGuestPrinted() {
    var said = new EventLine(7, new RunEvent.SerialOutput("a\r\n\u0085\u2028\u00ff\u0000"));
    byte[] line = WireJson.line(said);

    String text = new String(line, StandardCharsets.US_ASCII);
    assertThat(text).endsWith("\n").doesNotContain("\r", "\u0085");
    assertThat(text.chars().filter(c -> c == '\n').count()).isOne();
    assertThat(WireJson.line(line)).isEqualTo(said);
  }

  @Test
  void eventsAreReadByTheirType() {
    assertThat(read("{'type':'state','state':'BUILDING','attempt':2}"))
        .isEqualTo(new RunEvent.StateChanged(RunState.BUILDING, 2));
  }

  @Test
  void whatMayBeAbsentMay() {
    assertThat(read("{'type':'checkpoint','name':'a','hit':1,'address':'0x1'}"))
        .isInstanceOf(RunEvent.CheckpointReached.class);
    assertThat(
            read(
                "{'type':'snapshot','capture':{'n':0,'reason':'final','torn':false,'registers':"
                    + REGISTERS
                    + ",'frames':[[1,2]],'changed':[]}}"))
        .isInstanceOf(RunEvent.SnapshotTaken.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "garbage",
        "{'type':'reboot'}",
        "{'type':'serial'}",
        "{'type':'serial','text':null}",
        "{'type':'serial','text':'a','mark':100}",
        "{'type':'serial','text':'a'} {}",
        "{'type':'state','state':'BUILDING'}",
        "{'type':'state','state':'BUILDING','attempt':'1'}",
        "{'type':'state','state':'WON','attempt':1}",
        "{'type':'ended','outcome':{'kind':'COMPLETED','code':'X'}}",
        "{'type':'checkpoint','name':'a','hit':1,'address':'0x1000000000000'}",
        "{'type':'snapshot','capture':{'n':0,'reason':'final','torn':false,'registers':{},"
            + "'frames':[],'changed':[]}}",
        "{'type':'snapshot','capture':{'n':0,'reason':'final','torn':false,'registers':null,"
            + "'frames':[[0,1048577]],'changed':[]}}",
      })
  void whatIsNotAnEventIsRefusedWithoutBeingQuoted(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(text))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).matches("[ -~]+"));
  }

  @Test
  void nestingIsBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{'type':'serial','text':" + "[".repeat(100_000)));
  }

  @Test
  void aRequestSurvivesTheWay() {
    var request =
        new RunRequest(
            "r1",
            3,
            KernelKind.SOURCES,
            RunMode.GRADED,
            new Machine(Machine.Type.PC, 128),
            Budgets.DEFAULT,
            new Profile("p", "P", new AllocatorProfile.None(), List.of(), List.of(), List.of()),
            null);

    byte[] text = WireJson.text(request).getBytes(StandardCharsets.UTF_8);

    assertThat(WireJson.request(text)).isEqualTo(request);
  }

  @Test
  void wishesAndQuestionsSurviveTheWay() {
    for (RunWish wish : List.of(new RunWish.Press(Keyboard.typing("Hi\n")), new RunWish.Pause())) {
      assertThat(WireJson.wish(ascii(WireJson.text(wish)))).isEqualTo(wish);
    }
    var question = new RunQuestion.Memory(Space.LINEAR, new Hex64(0xF0100000L), 4);
    assertThat(WireJson.question(ascii(WireJson.text(question)))).isEqualTo(question);
    var answer = new RunAnswer.Refused("RUN_GRADED", "no");
    assertThat(WireJson.answer(ascii(WireJson.text(answer)))).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'wish':'press','chords':[['power']]}",
        "{'wish':'press','chords':[]}",
        "{'wish':'press'}",
        "{'wish':'quit'}",
        "{'question':'memory','space':'linear','address':'0x0','length':65537}",
      })
  void whatMustNotBeAskedForIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> {
              WireJson.wish(ascii(text.replace('\'', '"')));
            });
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WireJson.question(ascii(text.replace('\'', '"'))));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aRequestWithoutAMachineIsRefusedByName() {
    String text = "{\"run\":\"r\",\"attempt\":1,\"kernel\":\"ELF\",\"mode\":\"graded\"}";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> WireJson.request(text.getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("machine");
  }

  private static RunEvent read(String text) {
    return WireJson.event(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
