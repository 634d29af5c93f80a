/* SPDX-License-Identifier: Apache-2.0 */
/* Free frames hold the links to each other. */
struct run {
	struct run *next;
};
struct {
	u32 lock, used;
	struct run *list;
} kmem;
extern u8 image_end[];

static void *account_end(void) { return image_end; }
static void set_up(void) {}

static void give(u32 frame)
{
	struct run *run = seen(frame * PAGE);
	run->next = kmem.list;
	kmem.list = run;
}

static u32 take(void)
{
	struct run *run = kmem.list;
	kmem.list = run->next;
	return physical(run) / PAGE;
}
