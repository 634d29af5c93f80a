/* SPDX-License-Identifier: Apache-2.0 */
/* A kernel with a slip that the compiler names: there is no such type. */
void _start(void) { frame_number_t frame = 0; }
