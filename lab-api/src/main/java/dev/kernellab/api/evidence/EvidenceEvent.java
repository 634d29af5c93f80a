// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.evidence;

/// One event of a run, as it is stored and as viewers get it.
///
/// @param seq 1 for the run's first, then without gaps, over all attempts
/// @param type as in `docs/reference/events.md`
/// @param data one line of JSON in ASCII
/// @param at milliseconds since 1970, UTC
public record EvidenceEvent(long seq, int attempt, String type, String data, long at) {}
