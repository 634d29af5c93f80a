-- SPDX-License-Identifier: Apache-2.0
-- round: the run on the first machine, of those that were made together, one for each machine; null for that one itself.
alter table run add column round text;

create index run_of_round on run (round);
