-- SPDX-License-Identifier: Apache-2.0
-- The newest verdict of a run with the checks that students do not see, or not yet, in JSON; no row where there are none.
create table whole_verdict (
  run text primary key references run (id),
  data text not null
);

-- What students may see of such a run's points once the deadline has passed; null where that makes no difference.
alter table run add column late_score integer;
alter table run add column late_score_max integer;
