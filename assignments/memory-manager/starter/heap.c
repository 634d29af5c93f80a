// SPDX-License-Identifier: Apache-2.0
// The kernel heap, 0xF1000000 to 0xFEFFFFFF, with frames only where it is used.

#include "kernel.h"

// Serves its first allocation.
void heap_init(void) {
}

// So many random steps: each allocates a block or gives one back. With the blocks
// it has then, 64 KiB or more, it calls the checkpoint; in the end all is given
// back, and so are the frames. False if something was lost.
bool heap_use(uint32_t count, uint32_t seed) {
    (void)count, (void)seed;
    checkpoint_heap_used();
    return false;
}
