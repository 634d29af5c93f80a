-- SPDX-License-Identifier: Apache-2.0
-- What only a database that several replicas share needs.

-- Ids are compared byte by byte, as SQLite does, whatever the database's collation: lists are paged by them.
alter table submission alter column id type text collate "C";
alter table run alter column id type text collate "C";

-- What is asked of a run that is live on another replica, until that has taken it.
-- typed: bytes for the serial port; null asks for a snapshot.
create table wish (
  number bigint generated always as identity primary key,
  run text not null references run (id),
  attempt integer not null,
  typed bytea,
  at bigint not null
);

create index wish_of_run on wish (run);
