// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;

/// The parts that we use of other operators' resources, after their definitions: KEDA 2
/// (keda.sh_scaledobjects), Prometheus operator (monitoring.coreos.com_podmonitors,
/// _prometheusrules), CloudNativePG 1 (postgresql.cnpg.io_clusters, _scheduledbackups) and its
/// plugin Barman Cloud (barmancloud.cnpg.io_objectstores). A field that is not here fails the test
/// until it has been looked up.
final class CustomResources {
  private CustomResources() {}

  record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Scaling spec) {
    record Scaling(
        Target scaleTargetRef,
        int minReplicaCount,
        int maxReplicaCount,
        int pollingInterval,
        Fallback fallback,
        Advanced advanced,
        List<Trigger> triggers) {}

    record Target(String name) {}

    record Fallback(int failureThreshold, int replicas) {}

    record Advanced(Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(String type, Map<String, String> metadata) {}
  }

  record PodMonitor(String apiVersion, String kind, ObjectMeta metadata, Scraping spec) {
    record Scraping(LabelSelector selector, List<Endpoint> podMetricsEndpoints) {}

    record Endpoint(String port, String path, String interval) {}
  }

  record PrometheusRule(String apiVersion, String kind, ObjectMeta metadata, Groups spec) {
    record Groups(List<Group> groups) {}

    record Group(String name, List<Alert> rules) {}

    record Alert(
        String alert,
        String expr,
        @JsonProperty("for") String duration,
        Map<String, String> labels,
        Map<String, String> annotations) {}
  }

  record Cluster(String apiVersion, String kind, ObjectMeta metadata, Instances spec) {
    record Instances(
        int instances,
        String imageName,
        Inherited inheritedMetadata,
        Bootstrap bootstrap,
        Settings postgresql,
        String priorityClassName,
        Storage storage,
        Storage walStorage,
        ResourceRequirements resources,
        List<Plugin> plugins) {}

    record Plugin(String name, boolean isWALArchiver, Map<String, String> parameters) {}

    record Inherited(Map<String, String> labels) {}

    record Bootstrap(InitialDatabase initdb) {}

    record InitialDatabase(String database, String owner, Named secret) {}

    record Named(String name) {}

    record Settings(Synchronous synchronous, Map<String, String> parameters) {}

    record Synchronous(String method, int number) {}

    record Storage(String size) {}
  }

  record ScheduledBackup(String apiVersion, String kind, ObjectMeta metadata, Plan spec) {
    record Plan(
        Named cluster,
        String schedule,
        boolean immediate,
        String backupOwnerReference,
        String method,
        Named pluginConfiguration) {}

    record Named(String name) {}
  }

  record ObjectStore(String apiVersion, String kind, ObjectMeta metadata, Store spec) {
    record Store(String retentionPolicy, Bucket configuration) {}

    record Bucket(String destinationPath, String endpointURL, Credentials s3Credentials, Log wal) {}

    record Credentials(Key accessKeyId, Key secretAccessKey) {}

    record Key(String name, String key) {}

    record Log(String compression) {}
  }
}
