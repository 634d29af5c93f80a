// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kernellab.grading.similarity.Similarity.Result;
import dev.kernellab.grading.similarity.Source.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimilarityTest {
  private static final Source NO_STARTER = new Source("starter", List.of());

  private static final String BITMAP =
      """
      unsigned char *map = (unsigned char *)0xC0060000;

      /* Takes the first free frame. */
      int alloc_frame(void) {
        for (int i = 0; i < 131072; i++) {
          if (map[i] != 0) {
            for (int bit = 0; bit < 8; bit++) {
              if (map[i] & (1 << bit)) {
                map[i] &= ~(1 << bit);
                return i * 8 + bit;
              }
            }
          }
        }
        return -1;
      }
      """;

  private static final String HEAP =
      """
      void *heap_grow(struct heap *heap, unsigned pages) {
        unsigned old = heap->end;
        while (pages-- > 0) {
          int frame = alloc_frame();
          if (frame < 0 || heap->end + 4096 > heap->limit) {
            print("heap: out of memory\\n");
            return 0;
          }
          map_page(heap->end, frame << 12, WRITABLE | PRESENT);
          heap->end += 4096;
        }
        return (void *)old;
      }
      """;

  /// The first two functions once more, as somebody would write them who has not seen them.
  private static final String OTHERS_OWN =
      """
      static uint32_t *const words = (uint32_t *)BITMAP_VIRTUAL;
      static uint32_t hint;

      uint32_t frame_take(void) {
        uint32_t w = hint;
        do {
          uint32_t v = words[w];
          if (v) {
            unsigned b = __builtin_ctz(v);
            words[w] = v & (v - 1);
            hint = w;
            return (w << 5) | b;
          }
          w = (w + 1) % WORDS;
        } while (w != hint);
        panic("frames: none left");
      }

      bool grow(region_t *r, size_t n) {
        if (r->top > r->max - n * PAGE) return false;
        for (size_t k = 0; k != n; ++k, r->top += PAGE) {
          uint32_t f = frame_take();
          page_t p = { .present = 1, .rw = 1, .frame = f };
          pages[r->top / PAGE] = p;
          flush(r->top);
        }
        return true;
      }
      """;

  @Test
  void findsWorkThatWasRenamedCommentedAndReordered() {
    String disguised =
        (HEAP + BITMAP)
            .replace("alloc_frame", "get_me_one")
            .replace("map", "bits")
            .replace("heap", "hp")
            .replace("int i", "int counter")
            .replace("i++", "counter++")
            .replace("[i]", "[counter]")
            .replace("i <", "counter <")
            .replace("i *", "counter *")
            .replace("131072", "0x20000")
            .replace("\n", " // mine\n\n")
            .replace("out of memory", "sorry");

    Result result =
        Similarity.of(List.of(source("ada", BITMAP + HEAP), source("bob", disguised)), NO_STARTER);

    assertThat(result.pairs().items()).hasSize(1);
    Pair pair = result.pairs().items().getFirst();
    assertThat(pair.first()).isEqualTo("ada");
    assertThat(pair.second()).isEqualTo("bob");
    assertThat(pair.score()).isGreaterThan(70);
    // the heap begins at line 17 of the one and at line 1 of the other
    assertThat(pair.matches())
        .anySatisfy(
            match -> {
              assertThat(match.first().file()).isEqualTo("kernel.c");
              assertThat(match.first().from()).isBetween(16, 19);
              assertThat(match.second().from()).isBetween(1, 5);
              assertThat(match.first().last()).isBetween(24, 30);
            });
    assertThat(result.clusters()).containsExactly(List.of("ada", "bob"));
  }

  @Test
  void doesNotFindTwoThatWereWrittenApart() {
    Result result =
        Similarity.of(List.of(source("ada", BITMAP + HEAP), source("bob", OTHERS_OWN)), NO_STARTER);

    assertThat(result.pairs().items()).isEmpty();
    assertThat(result.clusters()).isEmpty();
  }

  @Test
  void doesNotCountWhatEverybodyWasGiven() {
    String given = BITMAP + HEAP;
    List<Source> sources =
        List.of(source("ada", given + OTHERS_OWN), source("bob", "int own = 1;\n" + given));

    assertThat(Similarity.of(sources, NO_STARTER).pairs().items()).hasSize(1);
    assertThat(Similarity.of(sources, source("starter", given)).pairs().items()).isEmpty();
  }

  @Test
  void doesNotCountWhatManyHave() {
    var sources = new ArrayList<Source>();
    for (int i = 0; i < 11; i++) {
      sources.add(source("student-" + i, BITMAP + HEAP));
    }

    assertThat(Similarity.of(sources.subList(0, 10), NO_STARTER).clusters())
        .singleElement()
        .satisfies(cluster -> assertThat(cluster).hasSize(10));
    assertThat(Similarity.of(sources, NO_STARTER).clusters()).isEmpty();
  }

  @Test
  void putsThoseTogetherWhoseWorkIsConnected() {
    List<Source> sources =
        List.of(
            source("ada", BITMAP + HEAP),
            source("bob", HEAP + OTHERS_OWN),
            source("eve", OTHERS_OWN),
            source("zoe", "int nothing;"));

    assertThat(Similarity.of(sources, NO_STARTER).clusters())
        .containsExactly(List.of("ada", "bob", "eve"));
  }

  /// Whatever stands in a file, there is an answer.
  @Test
  void readsAnyText() {
    var random = new Random(6);
    for (String text :
        List.of(
            "",
            "/*",
            "\"",
            "'\\",
            "#",
            "#include",
            "\\",
            "//",
            "\u0000\uD800",
            "\"\\\n",
            "0x",
            "/* ".repeat(100_000),
            "a".repeat(1_000_000),
            "(".repeat(100_000),
            random
                .ints(10_000, 0, 128)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString())) {
      Similarity.of(List.of(source("ada", text), source("bob", text)), NO_STARTER);
    }
  }

  @Test
  void takesNoMoreThanItCanCompare() {
    List<Source> many = Collections.nCopies(Similarity.MOST_SOURCES + 1, source("ada", ""));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Similarity.of(many, NO_STARTER))
        .withMessageContaining("500");
  }

  /// 300 times the reference's memory management, which is given, with something of one's own; two
  /// of them exchanged theirs.
  @Test
  void comparesAClassOfThreeHundred() throws Exception {
    var files = new ArrayList<File>();
    try (var paths = Files.walk(Path.of("../kernel/memory"))) {
      for (Path path : paths.filter(it -> it.toString().endsWith(".c")).sorted().toList()) {
        files.add(new File(path.getFileName().toString(), Files.readString(path)));
      }
    }
    assertThat(files).hasSizeGreaterThan(3);
    var sources = new ArrayList<Source>();
    for (int i = 0; i < 300; i++) {
      var own = new ArrayList<>(files);
      own.add(new File("own.c", i < 2 ? BITMAP + HEAP : own(i)));
      sources.add(new Source("student-" + i, own));
    }

    Result result = Similarity.of(sources, new Source("starter", files));

    assertThat(result.clusters()).containsExactly(List.of("student-0", "student-1"));
  }

  /// A function that nobody else has: its operators are drawn.
  private static String own(int seed) {
    var random = new Random(seed);
    var text = new StringBuilder("int own(int a) {");
    for (int i = 0; i < 200; i++) {
      char operator = "+-*/%&|^<>".charAt(random.nextInt(10));
      text.append(random.nextBoolean() ? "a = a " : "if (a) a = ").append(operator).append(" 3;");
    }
    return text.append('}').toString();
  }

  private static Source source(String name, String text) {
    return new Source(name, List.of(new File("kernel.c", text)));
  }
}
