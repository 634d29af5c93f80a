/* SPDX-License-Identifier: Apache-2.0 */
/* Free frames linked to each other by pointers in themselves, last one first; the rest filled with 1. */
#include "kernel.h"

struct run {
	struct run *next;
};
struct {
	u32 lock;
	struct run *freelist;
} memory;

void kernel(void)
{
	for (u32 i = 0; i < FRAMES; i++) {
		if (allocated(i))
			continue;
		struct run *run = seen((FIRST + i) * PAGE);
		for (u32 byte = 0; byte < PAGE; byte++)
			((u8 *)run)[byte] = 1;
		run->next = memory.freelist;
		memory.freelist = run;
	}
}
