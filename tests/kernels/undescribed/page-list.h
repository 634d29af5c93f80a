/* SPDX-License-Identifier: Apache-2.0 */
/* A structure a frame behind a pointer, the free ones in a list. */
struct page {
	struct page *link;
	u16 references, unused;
} *pages;
struct page *free_pages;
u32 npages;
extern u8 image_end[];

static void *account_end(void) { return image_end + 2048 * sizeof(struct page); }

static void set_up(void)
{
	pages = (struct page *)image_end;
	npages = top;
	for (u32 i = 0; i < top; i++)
		pages[i] = (struct page){ 0, 1, 0 };
}

static void give(u32 frame)
{
	pages[frame].references = 0;
	pages[frame].link = free_pages;
	free_pages = &pages[frame];
}

static u32 take(void)
{
	struct page *page = free_pages;
	free_pages = page->link;
	page->link = 0;
	page->references = 1;
	return page - pages;
}
