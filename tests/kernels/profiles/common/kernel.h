/* SPDX-License-Identifier: Apache-2.0 */
/* What every kernel here has in common: which frames it gives out, and which it has given. */
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define FIRST 1024
#define FRAMES 64
#define PAGE 4096

static inline int allocated(u32 index)
{
	return index < 3 || index == 5 || (index >= 16 && index < 24);
}

/* Physical memory where the kernel sees it. */
static inline void *seen(u32 physical)
{
	return (void *)(physical + BASE);
}

static inline u32 physical(void *seen)
{
	return (u32)seen - BASE;
}

extern u32 boot_directory[1024];
void kernel(void);
