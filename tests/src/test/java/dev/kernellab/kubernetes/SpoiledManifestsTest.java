// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A rule that cannot fail is none: the real manifests, each time with one thing wrong.
class SpoiledManifestsTest {
  private static final List<Manifest> GOOD =
      Kustomization.build(
          Repository.K8S.resolve("overlays/cluster"),
          Repository.K8S.resolve("components/backup"),
          Repository.K8S.resolve("probe"));
  private static final List<Manifest> LOCAL =
      Kustomization.build(Repository.K8S.resolve("overlays/local"));

  /// Object | path | operation and value | what is said of it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Types
          Deployment lab-api          | /spec/replica                           | add 3        | replica
          Deployment lab-api          | /spec/template/spec/hostUser            | add false    | hostUser
          Deployment qemu-runner      | /spec/template/spec/containers/0/securityContext/procmount | add Unmasked | procmount
          Deployment qemu-runner      | /spec/template/spec/volumes/0/emptyDir/size | add 1Gi  | size
          Deployment lab-api          | /spec/replicas                          | replace three | three
          Deployment lab-api          | /spec/template/spec/automountServiceAccountToken | replace "no" | automountServiceAccountToken
          ConfigMap lab-api           | /data/LAB_PORT                          | add 8080     | LAB_PORT
          ScaledObject qemu-runner    | /spec/triggers/0/metadata/threshold     | replace 2    | threshold
          ScaledObject qemu-runner    | /spec/cooldown                          | add 5        | cooldown
          PrometheusRule kernel-lab   | /spec/groups/0/rules/0/durations        | add 5m       | durations
          Cluster lab-db              | /spec/postgresql/synchronous/min        | add 1        | min
          ScheduledBackup lab-db      | /spec/retention                         | add 3d       | retention
          ObjectStore lab-backups     | /spec/configuration/bucket              | add b        | bucket
          Namespace lab-box           | /apiVersion                             | replace v2   | no type
          # References
          Namespace lab-box           | /metadata/name                          | replace lab-boxes | namespace is not declared
          Deployment lab-api          | /spec/replicas                          | remove       | expected either replicas or a scaler
          Service qemu-runner         | /metadata/name                          | replace runner | nobody answers at http://qemu-runner
          Service qemu-runner         | /spec/ports/0/port                      | replace 8091 | nobody answers at http://qemu-runner
          Service lab-api             | /spec/selector/app.kubernetes.io~1name  | replace api  | selects no pod
          Service lab-api             | /spec/ports/0/targetPort                | replace web  | has no port
          Service lab-api             | /spec/ports/0/name                      | replace web  | no pod behind lab-api
          Deployment lab-api          | /spec/selector/matchLabels/app.kubernetes.io~1name | replace api | misses its own pods
          Deployment lab-api          | /spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels/a | add b | spreads other pods
          PodDisruptionBudget lab-api | /spec/selector/matchLabels/tier         | add front    | selects no pod
          PodMonitor lab-api          | /spec/podMetricsEndpoints/0/port        | replace metrics | port that is not there
          ScaledObject qemu-runner    | /spec/scaleTargetRef/name               | replace runner | no such target
          Deployment qemu-runner      | /spec/replicas                          | add 2        | expected either replicas or a scaler
          Deployment lab-api          | /spec/template/spec/serviceAccountName  | replace api  | no such ServiceAccount
          Deployment lab-api          | /spec/template/spec/priorityClassName   | replace core | no such PriorityClass
          Deployment lab-api          | /spec/template/spec/containers/0/envFrom/0/configMapRef/name | replace api | no such ConfigMap
          Deployment lab-api          | /spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/key | replace user | nobody is told to create secret
          Deployment qemu-runner      | /spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/name | replace lab-secret | nobody is told to create secret
          Deployment lab-api          | /spec/template/spec/containers/0/volumeMounts/0/name | replace temp | mounted
          Deployment lab-api          | /spec/template/spec/containers/0/livenessProbe/httpGet/port | replace admin | asks a closed port
          Ingress lab-api             | /spec/tls/0/secretName                  | replace tls  | its certificate
          Cluster lab-db              | /spec/bootstrap/initdb/secret/name      | replace db   | nobody is told
          Cluster lab-db              | /metadata/name                          | replace db   | nobody answers at jdbc
          ConfigMap lab-api           | /data/LAB_RUNNERS                       | replace http://qemu-runner:8090 | nobody answers at
          ScheduledBackup lab-db      | /spec/cluster/name                      | replace db   | has no plugin
          Cluster lab-db              | /spec/plugins/0/name                    | replace other | has no plugin
          Cluster lab-db              | /spec/plugins/0/parameters/barmanObjectName | replace s | no such store
          ObjectStore lab-backups     | /spec/configuration/s3Credentials/accessKeyId/name | replace lab-blobs-2 | nobody is told to create secret
          ValidatingAdmissionPolicyBinding kernel-lab-box | /spec/policyName    | replace box  | no such policy
          ValidatingAdmissionPolicyBinding kernel-lab-box | /spec/matchResources/namespaceSelector/matchLabels/kubernetes.io~1metadata.name | replace box | binds no namespace
          Cluster lab-db              | /spec/priorityClassName                 | replace core | no such priority class
          Deployment lab-api          | /spec/template/spec/containers/0/volumeMounts/0/mountPath | replace /var/lib/kernel-lab | two volumes at one place
          Job box-probe               | /spec/template/spec/containers/0/env/1/valueFrom/configMapKeyRef/key | replace targets | no such setting
          Job box-probe               | /spec/template/spec/volumes/0/configMap/name | replace probe | no such ConfigMap
          # Security
          Namespace lab-core          | /metadata/labels/pod-security.kubernetes.io~1enforce | replace baseline | expected Pod Security restricted
          Namespace lab-box           | /metadata/labels/pod-security.kubernetes.io~1enforce | replace privileged | expected Pod Security baseline
          Deployment qemu-runner      | /spec/template/spec/hostUsers           | replace true | unmasked /proc without
          Deployment qemu-runner      | /spec/template/spec/hostUsers           | remove       | nothing between
          Deployment lab-api          | /spec/template/spec/containers/0/securityContext/procMount | add Unmasked | unmasked /proc without
          Deployment qemu-runner      | /spec/template/spec/automountServiceAccountToken | replace true | automountServiceAccountToken
          Deployment qemu-runner      | /spec/template/spec/enableServiceLinks  | remove       | enableServiceLinks
          Deployment qemu-runner      | /spec/template/spec/hostNetwork         | add true     | hostNetwork is on
          Deployment lab-api          | /spec/template/spec/securityContext/runAsNonRoot | remove | runAsNonRoot
          Deployment lab-api          | /spec/template/spec/securityContext/runAsUser | replace 0 | runAsUser
          Deployment qemu-runner      | /spec/template/spec/securityContext/seccompProfile/type | replace Unconfined | no seccomp profile
          Deployment lab-api          | /spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem | replace false | readOnlyRootFilesystem
          Deployment lab-api          | /spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation | remove | allowPrivilegeEscalation
          Deployment qemu-runner      | /spec/template/spec/containers/0/securityContext/capabilities/add | add ["SYS_ADMIN"] | capabilities are added
          Deployment qemu-runner      | /spec/template/spec/containers/0/securityContext/capabilities/drop/0 | replace NET_RAW | capabilities are kept
          Deployment qemu-runner      | /spec/template/spec/containers/0/securityContext/privileged | add true | privileged
          Deployment qemu-runner      | /spec/template/spec/containers/0/securityContext/runAsUser | add 0 | decides for itself
          Deployment qemu-runner      | /spec/template/spec/containers/0/resources/limits/memory | remove | no limit of memory
          Deployment qemu-runner      | /spec/template/spec/volumes/0/emptyDir/sizeLimit | remove | without sizeLimit
          Deployment qemu-runner      | /spec/template/spec/volumes/1           | replace {name: shm, hostPath: {path: /}} | forbidden kind
          Deployment qemu-runner      | /spec/template/spec/containers/0/envFrom | add [{secretRef: {name: lab-database}}] | envFrom in a box
          Deployment qemu-runner      | /spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/name | replace lab-database | a secret in a box
          # Network
          NetworkPolicy lab-box/default-deny  | /spec/policyTypes               | replace [Ingress] | open unless
          NetworkPolicy lab-core/default-deny | /spec/ingress                   | add [{}]     | open unless
          NetworkPolicy qemu-runner   | /spec/egress                            | replace [{}] | a way out
          NetworkPolicy qemu-runner   | /spec/ingress/0/from/0/podSelector      | remove       | ingress: expected
          NetworkPolicy qemu-runner   | /spec/ingress/0/from/0/namespaceSelector | remove      | speaks of nobody
          NetworkPolicy qemu-runner   | /spec/ingress/0/ports/0/port            | replace 8080 | port that is not there
          NetworkPolicy qemu-runner   | /spec/podSelector/matchLabels/app.kubernetes.io~1name | replace runner | protects no pod
          NetworkPolicy qemu-runner-scraped | /spec/ingress/0/from/0/namespaceSelector | remove | speaks of nobody
          NetworkPolicy lab-db        | /spec/ingress/0/from/0/podSelector/matchLabels/app.kubernetes.io~1name | replace lab | speaks of nobody
          NetworkPolicy lab-api       | /spec/egress/0/to/0/podSelector         | replace {}   | egress: expected
          NetworkPolicy lab-api       | /spec/egress/1/ports/0/port             | replace 8080 | egress: expected
          NetworkPolicy lab-api       | /spec/ingress/0/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name | replace traefik | speaks of nobody
          # Numbers
          Deployment qemu-runner      | /spec/template/spec/terminationGracePeriodSeconds | replace 180 | a run may take
          Deployment qemu-runner      | /spec/template/spec/terminationGracePeriodSeconds | remove | a run may take
          Deployment lab-api          | /spec/template/spec/terminationGracePeriodSeconds | replace 40 | preStop
          Deployment lab-api          | /spec/template/spec/containers/0/lifecycle | remove    | preStop
          ScaledObject qemu-runner    | /spec/maxReplicaCount                   | replace 60   | its quota
          ResourceQuota lab-box       | /spec/hard/pods                         | replace "79" | too few pods
          ResourceQuota lab-box       | /spec/hard/limits.memory                | replace 100Gi | its quota of memory
          """)
  void areRefused(String object, String path, String change, String expected) {
    assertThat(Rules.faults(spoiled(GOOD, object, path, change)))
        .anySatisfy(fault -> assertThat(fault).contains(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          StatefulSet lab-db | /spec/serviceName                                     | replace db    | no such service
          StatefulSet lab-db | /spec/volumeClaimTemplates/0/metadata/name            | replace files | mounted
          StatefulSet lab-db | /spec/template/spec/securityContext/runAsUser         | remove        | runAsUser
          Deployment lab-api | /spec/template/spec/volumes/1/persistentVolumeClaim/claimName | replace blobs | no such PersistentVolumeClaim
          HorizontalPodAutoscaler qemu-runner | /spec/scaleTargetRef/kind            | replace StatefulSet | no such target
          HorizontalPodAutoscaler qemu-runner | /spec/maxReplicas                    | replace 8     | its quota
          """)
  void areRefusedOnOneNodeToo(String object, String path, String change, String expected) {
    assertThat(Rules.faults(spoiled(LOCAL, object, path, change)))
        .anySatisfy(fault -> assertThat(fault).contains(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {kind: Secret, apiVersion: v1, metadata: {name: a, namespace: lab-core}}                | no place in files
          {kind: ServiceAccount, apiVersion: v1, metadata: {name: lab-api, namespace: lab-core}}  | there are two
          {kind: HorizontalPodAutoscaler, metadata: {name: b}, spec: {scaleTargetRef: {name: qemu-runner}}} | two scalers
          {kind: Namespace, apiVersion: v1, metadata: {name: lab-open}}                           | expected Pod Security
          """)
  void areRefusedWithOneMore(String object, String expected) {
    var more = new ArrayList<>(GOOD);
    more.add(new Manifest(Repository.parse(object)));

    assertThat(Rules.faults(new Installation(more)))
        .anySatisfy(fault -> assertThat(fault).contains(expected));
  }

  /// Exactly one object changes, and it really changes.
  private static Installation spoiled(
      List<Manifest> good, String object, String path, String change) {
    String[] words = change.strip().split(" ", 2);
    String value = words.length == 1 ? "" : ", value: " + words[1];
    var patch = Repository.parse("[{op: %s, path: '%s'%s}]".formatted(words[0], path, value));
    List<Manifest> bad =
        good.stream()
            .map(manifest -> isCalled(manifest, object) ? manifest.patched(patch) : manifest)
            .toList();
    assertThat(bad).filteredOn(manifest -> !good.contains(manifest)).hasSize(1);
    return new Installation(bad);
  }

  private static boolean isCalled(Manifest manifest, String object) {
    return object.contains("/")
        ? manifest.id().equals(object)
        : (manifest.kind() + " " + manifest.name()).equals(object);
  }
}
