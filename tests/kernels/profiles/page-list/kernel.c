/* SPDX-License-Identifier: Apache-2.0 */
/* A structure a frame, the free ones in a list; the directory refers to itself; all at 0xF0000000. */
#include "kernel.h"

struct page {
	struct page *link;
	u16 references;
	u16 unused;
} pages[2048];
struct page *page_free_list;

void kernel(void)
{
	for (u32 i = 0; i < FRAMES; i++) {
		struct page *page = &pages[FIRST + i];
		if (allocated(i)) {
			page->references = 1;
		} else {
			page->link = page_free_list;
			page_free_list = page;
		}
	}
	boot_directory[1023] = physical(boot_directory) | 3;
}
