// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.observe.AddressSpaceView;
import dev.kernellab.api.observe.ObservedSpace;
import dev.kernellab.api.observe.PageDirectoryView;
import dev.kernellab.api.observe.PageTableView;
import dev.kernellab.api.observe.PagingView;
import dev.kernellab.api.observe.TableView;
import dev.kernellab.api.observe.TranslationView;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The page tables of a snapshot. `directory` chooses the address space by its first table, as
/// `address-spaces` lists them; without it, it is the one in CR3.
@RestController
@RequestMapping("/api/v1/runs/{id}/snapshots/{n}")
class AddressSpaceController {
  private final SnapshotReader snapshots;

  AddressSpaceController(SnapshotReader snapshots) {
    this.snapshots = snapshots;
  }

  record Items(List<AddressSpaceView> items) {}

  @GetMapping("/address-spaces")
  Items addressSpaces(@PathVariable String id, @PathVariable String n) {
    return new Items(snapshots.read(id, n).addressSpaces());
  }

  @GetMapping("/ranges")
  PagingView ranges(
      @PathVariable String id,
      @PathVariable String n,
      @RequestParam(required = false) @Nullable String directory) {
    return space(id, n, directory).ranges();
  }

  @GetMapping("/page-directory")
  PageDirectoryView pageDirectory(
      @PathVariable String id,
      @PathVariable String n,
      @RequestParam(required = false) @Nullable String directory) {
    return space(id, n, directory).pageDirectory();
  }

  @GetMapping("/page-directory/{index}")
  PageTableView pageTable(
      @PathVariable String id,
      @PathVariable String n,
      @PathVariable int index,
      @RequestParam(required = false) @Nullable String directory) {
    if (index < 0 || index > 1023) {
      throw invalid(
          "PARAMETER_INVALID", "index: a page directory has entries 0 to 1023, got " + index + ".");
    }
    return space(id, n, directory)
        .pageTable(index)
        .orElseThrow(
            () ->
                none(
                    "Entry "
                        + index
                        + " of the page directory refers to no page table in RAM. The directory"
                        + " without the index lists the entries that do."));
  }

  /// A table of any paging mode.
  ///
  /// @param path index after index from the first table on, as in `3.511`; empty for that table
  @GetMapping("/tables")
  TableView table(
      @PathVariable String id,
      @PathVariable String n,
      @RequestParam(defaultValue = "") String path,
      @RequestParam(required = false) @Nullable String directory) {
    if (!path.matches("(\\d{1,4}(\\.\\d{1,4}){0,3})?")) {
      throw invalid(
          "PARAMETER_INVALID",
          "path: expected up to four indices such as 3.511, got \"" + Problem.quote(path) + "\".");
    }
    List<Integer> indices =
        path.isEmpty()
            ? List.of()
            : Arrays.stream(path.split("\\.")).map(Integer::valueOf).toList();
    return space(id, n, directory)
        .table(indices)
        .orElseThrow(
            () ->
                none(
                    "The entries "
                        + path
                        + " lead to no table in RAM. Ask without path for the first table, if"
                        + " paging is on."));
  }

  /// What the processor does with one linear address, level by level.
  @GetMapping("/translate")
  TranslationView translate(
      @PathVariable String id,
      @PathVariable String n,
      @RequestParam String va,
      @RequestParam(required = false) @Nullable String directory) {
    LinearAddress linear;
    try {
      linear = LinearAddress.parse(va);
    } catch (IllegalArgumentException e) {
      throw invalid(
          "ADDRESS_INVALID",
          "va: expected a linear address in hexadecimal like 0xF0100000, got \""
              + Problem.quote(va)
              + "\".");
    }
    return space(id, n, directory).translate(linear);
  }

  private ObservedSpace space(String id, String n, @Nullable String directory) {
    PhysicalAddress first = directory == null ? null : physical(directory);
    return snapshots
        .read(id, n)
        .space(first)
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.NOT_FOUND,
                    "ADDRESS_SPACE_UNKNOWN",
                    "At this snapshot the lab knows no address space whose first table is at "
                        + first
                        + ". address-spaces lists those it knows."));
  }

  private static PhysicalAddress physical(String directory) {
    try {
      return PhysicalAddress.parse(directory);
    } catch (IllegalArgumentException e) {
      throw invalid(
          "ADDRESS_INVALID",
          "directory: expected a physical address in hexadecimal like 0x0010A000, got \""
              + Problem.quote(directory)
              + "\".");
    }
  }

  private static Problem invalid(String code, String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, code, detail);
  }

  private static Problem none(String detail) {
    return new Problem(HttpStatus.NOT_FOUND, "PAGE_TABLE_NONE", detail);
  }
}
