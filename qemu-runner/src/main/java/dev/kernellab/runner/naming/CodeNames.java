// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.naming;

import dev.kernellab.protocol.CodePlace;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunEvent.CodeNamed;
import dev.kernellab.runner.image.CodeMap;
import dev.kernellab.runner.sandbox.JobFolder;
import dev.kernellab.runner.sandbox.Sandbox;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Names code for one run.
public final class CodeNames {
  private final byte[] image;
  private final CodeMap map;

  private CodeNames(byte[] image, CodeMap map) {
    this.image = image;
    this.map = map;
  }

  /// @param image one that was booted
  public static CodeNames of(byte[] image) throws SubmissionRejectedException {
    return new CodeNames(image, CodeMap.read(image));
  }

  /// By the image's symbols.
  public CodeNamed functions(Collection<LinearAddress> addresses) {
    var places = new ArrayList<CodePlace>();
    for (LinearAddress address : addresses) {
      if (places.size() < CodeNamed.MOST) {
        map.place(address).ifPresent(places::add);
      }
    }
    return new CodeNamed(places, map.text());
  }

  /// By its debug information too, where there is some.
  public CodeNamed lines(Collection<LinearAddress> addresses, Sandbox sandbox, JobFolder folder)
      throws InterruptedException {
    CodeNamed named = functions(addresses);
    if (!map.hasLines() || named.places().isEmpty()) {
      return named;
    }
    List<LinearAddress> linked =
        named.places().stream().map(place -> map.linked(place.address())).toList();
    List<SourceLine> lines = new SourceLines(sandbox, folder).of(image, linked);
    var places = new ArrayList<CodePlace>();
    for (int index = 0; index < named.places().size(); index++) {
      CodePlace place = named.places().get(index);
      SourceLine line = index < lines.size() ? lines.get(index) : SourceLine.UNKNOWN;
      places.add(
          line.isKnown()
              ? new CodePlace(
                  place.address(), place.function(), place.offset(), line.file(), line.number())
              : place);
    }
    return new CodeNamed(places, named.text());
  }
}
