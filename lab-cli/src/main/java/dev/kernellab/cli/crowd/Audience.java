// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.crowd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// All viewers: as many for each student, half of them at each replica, one in ten of them bound to
/// it as by a balancer with sticky sessions.
public final class Audience {
  private static final int ONE_LOYAL_IN = 10;

  private final int students;
  private final List<Viewer> viewers = new ArrayList<>();

  public Audience(int size, int students, Follow.Everyone everyone, Demonstration demonstration) {
    this.students = students;
    List<Replica> homes = everyone.replicas().all();
    for (int i = 0; i < size; i++) {
      // By student, so that each has viewers everywhere.
      Replica home = homes.get((i / students + i) % homes.size());
      boolean loyal = (i / homes.size()) % ONE_LOYAL_IN == 0;
      viewers.add(new Viewer(new Follow(everyone, home, loyal), demonstration));
    }
  }

  /// They come one after the other.
  public void come(Duration within) throws InterruptedException {
    Duration pause = within.dividedBy(Math.max(1, viewers.size()));
    for (Viewer viewer : viewers) {
      viewer.start();
      Thread.sleep(pause);
    }
  }

  public void tell(int student, String run) {
    for (int i = student; i < viewers.size(); i += students) {
      viewers.get(i).tell(run);
    }
  }

  /// @return how many were still following something when patience ended
  public int goHome(Duration patience) throws InterruptedException {
    long givenUpAt = System.nanoTime() + patience.toNanos();
    viewers.forEach(Viewer::goHome);
    int late = 0;
    for (Viewer viewer : viewers) {
      long left = Math.max(1, (givenUpAt - System.nanoTime()) / 1_000_000);
      if (!viewer.awaitHome(left)) {
        viewer.callOff();
        late++;
      }
    }
    return late;
  }
}
