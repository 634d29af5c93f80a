-- SPDX-License-Identifier: Apache-2.0
-- Verdicts that were given again. A run's first is in its evidence; the last of these counts.
create table verdict (
  run text not null references run (id),
  number integer not null,
  reason text not null,
  data text not null,
  at bigint not null,
  primary key (run, number)
);
