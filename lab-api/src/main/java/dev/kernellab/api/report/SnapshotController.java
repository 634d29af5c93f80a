// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.observe.DescriptorsView;
import dev.kernellab.api.observe.FrameView;
import dev.kernellab.api.observe.MemoryView;
import dev.kernellab.api.observe.SnapshotItem;
import dev.kernellab.api.observe.SnapshotView;
import dev.kernellab.api.web.Problem;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// A run's snapshots, at leisure. `{n}` is a number, `last` or a checkpoint's name.
@RestController
@RequestMapping("/api/v1/runs/{id}/snapshots")
class SnapshotController {
  private final SnapshotReader snapshots;
  private final RunEnds ends;

  SnapshotController(SnapshotReader snapshots, RunEnds ends) {
    this.snapshots = snapshots;
    this.ends = ends;
  }

  record Items(List<SnapshotItem> items) {}

  @GetMapping
  Items list(@PathVariable String id) {
    return new Items(snapshots.items(id));
  }

  @GetMapping("/{n}")
  SnapshotView snapshot(@PathVariable String id, @PathVariable String n) {
    return snapshots.read(id, n).complete();
  }

  /// One bit a frame, least significant bit first, 1 = free.
  @GetMapping(path = "/{n}/bitmap", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  byte[] bitmap(@PathVariable String id, @PathVariable String n) {
    return snapshots
        .read(id, n)
        .bitmap()
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.NOT_FOUND,
                    "BITMAP_NOT_READY",
                    "At this snapshot the kernel had not set its allocator up yet, or keeps no"
                        + " bitmap the lab can read. Ask for a later one, or for last."));
  }

  /// What the kernel's account says of one frame, and where it says so.
  @GetMapping("/{n}/frames/{frame}")
  FrameView frame(@PathVariable String id, @PathVariable String n, @PathVariable int frame) {
    if (frame < 0 || frame >= 1 << 20) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "PARAMETER_INVALID",
          "frame: frame numbers go from 0 to 1048575, got " + frame + ".");
    }
    return snapshots.read(id, n).frame(frame);
  }

  /// GDT, IDT and TSS, decoded, and what cannot work of them.
  @GetMapping("/{n}/descriptors")
  DescriptorsView descriptors(@PathVariable String id, @PathVariable String n) {
    return snapshots.read(id, n).descriptors(ends.code(id));
  }

  /// What the snapshot holds of memory.
  @GetMapping("/{n}/memory")
  MemoryView memory(
      @PathVariable String id,
      @PathVariable String n,
      @RequestParam String address,
      @RequestParam(defaultValue = "256") int length,
      @RequestParam(defaultValue = "linear") String space) {
    try {
      return snapshots.read(id, n).memory(MemoryView.question(space, address, length));
    } catch (IllegalArgumentException e) {
      throw Problem.ofParameter(e);
    }
  }
}
