-- SPDX-License-Identifier: Apache-2.0
-- When somebody was last seen to watch an interactive run: its viewers may be on another replica than the run.

alter table run add column watched_at bigint;
