// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The policy of lab-box, its expressions evaluated: it admits our own pods and no worse ones.
class AdmissionPolicyTest {
  private static final JsonMapper LONGS =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("object", SimpleType.DYN)
          .addVar("variables", SimpleType.DYN)
          .build();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder().build();

  private static final Installation INSTALLATION = installation();
  private static final Manifest POLICY =
      INSTALLATION.find("ValidatingAdmissionPolicy", "", "kernel-lab-box").orElseThrow();

  @Test
  void admitsEveryPodThatWeStartThere() {
    List<Pod> boxes =
        INSTALLATION.pods().stream().filter(pod -> pod.namespace().equals("lab-box")).toList();

    assertThat(boxes).hasSize(2);
    assertThat(boxes).allSatisfy(pod -> assertThat(refusals(pod.spec())).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gvisor", "kata", "apparmor"})
  void admitsTheOtherRuntimes(String component) {
    var installation =
        new Installation(
            Kustomization.build(
                Repository.K8S.resolve("overlays/cluster"),
                Repository.K8S.resolve("components").resolve(component)));

    assertThat(refusals(runner(installation))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /ephemeralContainers                            | add [{name: debug}] | no debugging
          /hostNetwork                                    | add true  | no debugging
          /hostPID                                        | add true  | no debugging
          /hostIPC                                        | add true  | no debugging
          /hostUsers                                      | remove    | hostUsers must be false
          /hostUsers                                      | replace true | procMount Unmasked only
          /automountServiceAccountToken                   | remove    | automountServiceAccountToken
          /enableServiceLinks                             | replace true | enableServiceLinks
          /securityContext/runAsNonRoot                   | replace false | runAsNonRoot
          /securityContext/runAsUser                      | replace 0 | runAsUser above 0
          /securityContext/seccompProfile/type            | replace Unconfined | seccompProfile
          /securityContext                                | remove    | seccompProfile
          /volumes/0                                      | replace {name: tmp, hostPath: {path: /}} | volumes must be emptyDir
          /volumes/0                                      | replace {name: tmp, secret: {secretName: x}} | volumes must be emptyDir
          /containers/0/securityContext/capabilities/drop | replace [NET_RAW] | drop ALL
          /containers/0/securityContext/capabilities/add  | add [SYS_ADMIN] | drop ALL
          /containers/0/securityContext/privileged        | add true  | refuse privilege
          /containers/0/securityContext/allowPrivilegeEscalation | replace true | refuse privilege
          /containers/0/securityContext/readOnlyRootFilesystem | remove | read-only
          /containers/0/securityContext/runAsUser         | add 0     | read-only
          /containers/0/securityContext                   | remove    | drop ALL
          /containers/0/envFrom                           | add [{secretRef: {name: x}}] | only secret
          /containers/0/env/0/valueFrom/secretKeyRef/name | replace lab-database | only secret
          /containers/0/resources/limits/memory           | remove    | limits
          /containers/0/resources                         | remove    | limits
          /initContainers                                 | add [{name: first, image: x}] | drop ALL
          """)
  void refusesAWorseOne(String path, String change, String expected) {
    String[] words = change.strip().split(" ", 2);
    String value = words.length == 1 ? "" : ", value: " + words[1];
    JsonNode patch = Repository.parse("[{op: %s, path: '%s'%s}]".formatted(words[0], path, value));

    assertThat(refusals(JsonPatch.apply(runner(INSTALLATION), patch)))
        .anySatisfy(message -> assertThat(message).contains(expected));
  }

  private static JsonNode runner(Installation installation) {
    return Pod.of(installation.find("Deployment", "lab-box", "qemu-runner").orElseThrow()).spec();
  }

  /// An expression that fails refuses too: failurePolicy is Fail.
  private static List<String> refusals(JsonNode podSpec) {
    Map<String, Object> pod = Map.of("spec", plain(podSpec));
    Map<String, Object> variables =
        Map.of(
            "containers",
            evaluate(POLICY.at("/spec/variables/0/expression").asString(), pod, Map.of()));
    var refusals = new ArrayList<String>();
    for (JsonNode validation : POLICY.at("/spec/validations")) {
      Object admitted = evaluate(validation.at("/expression").asString(), pod, variables);
      if (!Boolean.TRUE.equals(admitted)) {
        refusals.add(validation.at("/message").asString());
      }
    }
    return refusals;
  }

  private static Object evaluate(
      String expression, Map<String, Object> pod, Map<String, Object> variables) {
    try {
      return RUNTIME
          .createProgram(COMPILER.compile(expression).getAst())
          .eval(Map.of("object", pod, "variables", variables));
    } catch (Exception e) {
      throw new AssertionError(expression, e);
    }
  }

  private static Map<String, Object> plain(JsonNode node) {
    return LONGS.convertValue(node, new TypeReference<Map<String, Object>>() {});
  }

  private static Installation installation() {
    return new Installation(
        Kustomization.build(
            Repository.K8S.resolve("overlays/cluster"), Repository.K8S.resolve("probe")));
  }
}
