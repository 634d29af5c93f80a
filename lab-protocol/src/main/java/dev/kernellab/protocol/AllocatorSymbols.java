// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The symbols that have to be known to read a kernel's account of its frames.
final class AllocatorSymbols {
  private AllocatorSymbols() {}

  static Stream<String> of(AllocatorProfile profile) {
    return switch (profile) {
      case AllocatorProfile.Bitmap it ->
          concat(
              it.at().symbols(),
              it.frames().symbols(),
              of(it.first()),
              it.segments() == null
                  ? Stream.empty()
                  : concat(it.segments().at().symbols(), it.segments().entries().symbols()));
      case AllocatorProfile.FreeList it ->
          concat(it.head().symbols(), of(it.nodes()), of(it.pool()));
      case AllocatorProfile.PageArray it ->
          concat(it.at().symbols(), it.entries().symbols(), of(it.first()));
      case AllocatorProfile.Buddy it -> concat(it.heads().symbols(), of(it.nodes()), of(it.pool()));
      case AllocatorProfile.Ranges it ->
          concat(it.at().symbols(), it.entries().symbols(), of(it.until()), of(it.pool()));
      case AllocatorProfile.Several it ->
          it.parts().stream().flatMap(part -> part.allocator().symbols());
      case AllocatorProfile.None it -> Stream.empty();
    };
  }

  private static Stream<String> of(@Nullable Amount amount) {
    return amount == null ? Stream.empty() : amount.symbols();
  }

  private static Stream<String> of(AllocatorProfile.@Nullable NodeArray nodes) {
    return nodes == null ? Stream.empty() : concat(nodes.at().symbols(), nodes.first().symbols());
  }

  private static Stream<String> of(AllocatorProfile.Pool pool) {
    return concat(pool.first().symbols(), pool.frames().symbols());
  }

  @SafeVarargs
  private static Stream<String> concat(Stream<String>... all) {
    return Stream.of(all).flatMap(Function.identity());
  }
}
