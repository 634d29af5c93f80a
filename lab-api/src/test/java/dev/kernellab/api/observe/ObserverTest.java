// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kernellab.api.assignment.AssignmentLoader;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.grading.fixture.DrawnRun;
import dev.kernellab.memory.Finding;
import dev.kernellab.memory.PagingMode;
import dev.kernellab.memory.allocator.AllocationMap;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.FrameRun;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObserverTest {
  private static final Profile PROFILE =
      AssignmentLoader.load(Path.of("../assignments/memory-manager")).profile();

  @Test
  void beforeTheAllocatorIsReadyNothingIsSaidOfFrames() {
    ObservedSnapshot first = Observer.last(PROFILE, DrawnKernel.perfect().captures().subList(0, 3));
    AllocatorView view = first.streamed().allocator();
    assertThat(view.kind()).isEqualTo("bitmap");
    assertThat(view.ready()).isFalse();
    assertThat(view.free()).isNull();
    assertThat(view.changes()).isNull();
    assertThat(first.complete().allocator()).isEqualTo(view);
    assertThat(first.bitmap()).isEmpty();
    assertThat(first.item(1).free()).isNull();
  }

  @Test
  void aFrameIsToldWithThePlaceThatSaysSo() {
    ObservedSnapshot last = Observer.last(PROFILE, DrawnKernel.perfect().captures());
    assertThat(last.frame(1024).state()).isEqualTo(FrameView.State.FREE);
    assertThat(last.frame(1024).source())
        .isEqualTo(
            new AllocationMap.Source(
                "allocator", new PhysicalAddress(0x60080), "bit 1024 of the bitmap"));
    assertThat(last.frame(1023).state()).isEqualTo(FrameView.State.ALLOCATED);
    ObservedSnapshot first = Observer.last(PROFILE, DrawnKernel.perfect().captures().subList(0, 1));
    assertThat(first.frame(1024).state()).isEqualTo(FrameView.State.NOT_YET);
  }

  @Test
  void theFirstPictureIsComplete() {
    AllocatorView view =
        Observer.last(PROFILE, DrawnKernel.perfect().captures().subList(0, 4))
            .streamed()
            .allocator();
    assertThat(view.ready()).isTrue();
    assertThat(view.base()).isNull();
    assertThat(view.free()).isEqualTo(31_712);
    assertThat(view.allocated()).isEqualTo(1_048_576 - 31_712);
    assertThat(view.changes()).containsExactly(new FrameRun(new FrameRange(1024, 31_712), true));
  }

  @Test
  void thenComesWhatChangedAndEveryEighthTimeEverything() {
    var observer = new Observer(PROFILE);
    DrawnRun run = DrawnKernel.perfect(); // snapshots 0 to 4, ready at 3
    run.captures().forEach(observer::observe);
    var bases = new ArrayList<Integer>();
    for (int n = 5; n <= 17; n++) {
      run.allocate(2000 + 10 * n, 1);
      Capture capture = run.look(Capture.Reason.PERIOD, true);
      AllocatorView view = observer.observe(capture).streamed().allocator();
      bases.add(view.base());
      if (view.base() != null) {
        assertThat(view.changes())
            .containsExactly(new FrameRun(new FrameRange(2000 + 10 * n, 1), false));
      }
    }
    assertThat(bases).containsExactly(4, 5, 6, null, 8, 9, 10, 11, 12, 13, 14, null, 16);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32, 33})
  void whoFollowsTheChangesHasTheBitmap(long seed) {
    var random = new Random(seed);
    var observer = new Observer(PROFILE);
    DrawnRun run = DrawnKernel.perfect();
    run.captures().forEach(observer::observe);
    boolean[] viewer = new boolean[1 << 20];
    for (int n = 5; n < 30; n++) {
      for (int i = 0; i < random.nextInt(200); i++) {
        int first = random.nextInt(1 << 20);
        int count = Math.min(random.nextInt(1, 300), (1 << 20) - first);
        if (random.nextBoolean()) {
          run.free(first, count);
        } else {
          run.allocate(first, count);
        }
      }
      ObservedSnapshot snapshot = observer.observe(run.look(Capture.Reason.PERIOD, true));
      AllocatorView view = snapshot.streamed().allocator();
      if (view.base() == null) {
        viewer = new boolean[1 << 20];
      } else {
        assertThat(view.base()).isEqualTo(n - 1);
      }
      if (n == 5) { // the viewer comes in here, so it looks at the map as a whole
        byte[] bitmap = snapshot.bitmap().orElseThrow();
        for (int frame = 0; frame < 1 << 20; frame++) {
          viewer[frame] = (bitmap[frame / 8] & 1 << frame % 8) != 0;
        }
      } else {
        for (FrameRun change : Objects.requireNonNull(view.changes())) {
          for (int frame = change.frames().first(); frame < change.frames().end(); frame++) {
            viewer[frame] = change.free();
          }
        }
      }
      assertThat(packed(viewer))
          .as("seed %d, snapshot %d", seed, n)
          .isEqualTo(snapshot.bitmap().orElseThrow());
    }
  }

  @Test
  void aMapTooRaggedForAnEventIsSaidToBe() {
    var observer = new Observer(PROFILE);
    DrawnRun run = DrawnKernel.perfect();
    run.captures().forEach(observer::observe);
    for (int i = 0; i < 4096; i++) {
      run.allocate(2000 + 2 * i, 1);
    }
    AllocatorView justFits =
        observer.observe(run.look(Capture.Reason.PERIOD, true)).streamed().allocator();
    assertThat(justFits.truncated()).isFalse();
    assertThat(justFits.changes()).hasSize(4096);
    for (int i = 0; i < 4097; i++) {
      run.allocate(15_000 + 2 * i, 1);
    }
    ObservedSnapshot tooMany = observer.observe(run.look(Capture.Reason.PERIOD, true));
    assertThat(tooMany.streamed().allocator().truncated()).isTrue();
    assertThat(tooMany.streamed().allocator().changes()).isEmpty();
    assertThat(tooMany.complete().allocator().truncated()).isFalse();
    assertThat(tooMany.complete().allocator().freeRanges()).hasSize(4096 + 4097 + 1);
  }

  @Test
  void aRaggedAddressSpaceIsCutInTheStreamOnly() {
    DrawnRun run =
        DrawnKernel.withFault(
            "checkpoint_idle",
            it -> {
              for (int page = 0; page < 1024; page += 2) {
                it.word(0x10E000 + 4 * page, page % 4 == 0 ? 0x40_0003 : 0x50_0003);
              }
              for (int index = 1000; index < 1004; index++) {
                it.word(DrawnKernel.KERNEL_DIRECTORY + 4 * index, 0x10E003);
              }
            });
    ObservedSnapshot last = Observer.last(PROFILE, run.captures());
    assertThat(last.streamed().paging().ranges()).hasSize(1024);
    assertThat(last.streamed().paging().truncated()).isTrue();
    assertThat(last.complete().paging().truncated()).isFalse();
    assertThat(last.complete().paging().ranges()).hasSizeGreaterThan(2048);
  }

  @Test
  void whilePagingIsOffThereIsNothingToShow() {
    DrawnRun run = new DrawnRun().control(0x11, 0);
    run.checkpoint("checkpoint_boot_paging");
    PagingView view = Observer.last(PROFILE, run.captures()).streamed().paging();
    assertThat(view).isEqualTo(new PagingView(false, PagingMode.OFF, null, null, null, null));
  }

  @Test
  void aFrameInUseThatCountsAsFreeIsFound() {
    DrawnRun run =
        DrawnKernel.withFault(
            "checkpoint_idle",
            it ->
                it.word(DrawnKernel.KERNEL_DIRECTORY + 4 * 964, 0x10E003)
                    .word(0x10E000, 0x80_0003));
    assertThat(Observer.last(PROFILE, run.captures()).streamed().findings())
        .extracting(Finding::id, Finding::frames)
        .containsExactly(tuple("mapped-but-free", List.of(new FrameRange(2048, 1))));
    run.look(Capture.Reason.PERIOD, true);
    assertThat(Observer.last(PROFILE, run.captures()).streamed().findings())
        .as("a torn snapshot accuses nobody")
        .isEmpty();
  }

  @Test
  void aPerfectKernelHasNoFindings() {
    var observer = new Observer(PROFILE);
    for (Capture capture : DrawnKernel.perfect().captures()) {
      assertThat(observer.observe(capture).complete().findings()).isEmpty();
    }
  }

  @Test
  void aKernelWithoutAReadableAllocatorStillHasPageTables() {
    var profile =
        new Profile("bare", "Bare", new AllocatorProfile.None(), List.of(), List.of(), List.of());
    SnapshotView view = Observer.last(profile, DrawnKernel.perfect().captures()).streamed();
    assertThat(view.allocator().kind()).isEqualTo("none");
    assertThat(view.paging().entries()).isNotNull();
  }

  @Test
  void thereIsNoLastOfNothing() {
    assertThatThrownBy(() -> Observer.last(PROFILE, List.of()))
        .isInstanceOf(NoSuchElementException.class);
  }

  private static byte[] packed(boolean[] free) {
    byte[] bytes = new byte[free.length / 8];
    for (int frame = 0; frame < free.length; frame++) {
      if (free[frame]) {
        bytes[frame / 8] |= (byte) (1 << frame % 8);
      }
    }
    return bytes;
  }
}
