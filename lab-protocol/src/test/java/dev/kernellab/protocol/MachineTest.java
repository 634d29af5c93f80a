// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Machines that there are, and those that there are not. What is not said is not written.
class MachineTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void theUsualOneIsWrittenWithoutWhatGoesWithoutSaying() {
    var usual = new Machine(Machine.Type.PC, 128);

    assertThat(JSON.writeValueAsString(usual)).isEqualTo("{\"type\":\"pc\",\"ramMiB\":128}");
    assertThat(usual.withBoot(new Boot(Boot.Way.MULTIBOOT))).isEqualTo(usual);
    assertThat(usual.start().way().countsVary()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'isapc','ramMiB':16,'cpu':'486','vgaMiB':0,'devices':['ne2k']}",
        "{'type':'q35','ramMiB':64,'boot':{'way':'grub','commandLine':'a=b c,d',"
            + "'modules':[{'name':'m','arguments':'x','path':'build/m'}]}}",
        "{'type':'pc','ramMiB':64,'boot':{'way':'iso','symbols':true}}",
      })
  void othersAreReadAndWrittenBack(String text) {
    String json = text.replace('\'', '"');
    assertThat(JSON.writeValueAsString(JSON.readValue(json, Machine.class))).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'pc','ramMiB':3}",
        "{'type':'pc','ramMiB':64,'vgaMiB':3}",
        "{'type':'isapc','ramMiB':64,'devices':['e1000']}",
        "{'type':'pc','ramMiB':64,'cpu':'host'}",
        "{'type':'pc','ramMiB':64,'boot':{'way':'grub','commandLine':'two  spaces'}}",
        "{'type':'pc','ramMiB':64,'boot':{'way':'grub','commandLine':'new\\nline'}}",
        "{'type':'pc','ramMiB':64,'boot':{'way':'grub','commandLine':'back\\\\slash'}}",
        "{'type':'pc','ramMiB':64,'boot':{'way':'iso','commandLine':'a'}}",
        "{'type':'pc','ramMiB':64,'boot':{'way':'grub','modules':[{'name':'a/b'}]}}",
        "{'type':'pc','ramMiB':64,'boot':{'way':'grub','modules':[{'name':'a'},{'name':'a'}]}}",
        "{'type':'pc','ramMiB':64,'boot':{'way':'grub','modules':[{'name':'a','path':'../a'}]}}",
        "{'type':'pc','ramMiB':64,'boot':{'way':'grub','modules':[{'name':'a','path':'-o'}]}}",
      })
  void whatCannotBeIsRefused(String text) {
    assertThatThrownBy(() -> JSON.readValue(text.replace('\'', '"'), Machine.class))
        .isInstanceOf(RuntimeException.class);
  }
}
