-- SPDX-License-Identifier: Apache-2.0
-- For SQLite and PostgreSQL alike. Points in time are milliseconds since 1970, UTC: the one form both keep exactly.

create table submission (
  id text primary key,
  sha256 text not null,
  kind text not null,
  label text not null,
  assignment text not null,
  mode text not null,
  idempotency_key text unique,
  created_at bigint not null
);

-- plan: what a runner is asked to do, as JSON, fixed when the run is made: a changed assignment does not change the past.
-- faults: attempts begun of which nobody knows that they ended as they should.
-- begun_at: a worker has taken the attempt up; null while it waits.
-- stop_code: somebody asked the run to stop; the outcome's code.
create table run (
  id text primary key,
  submission text not null references submission (id),
  plan text not null,
  state text not null,
  attempt integer not null,
  faults integer not null,
  stop_code text,
  outcome text,
  score integer,
  score_max integer,
  instructions bigint,
  snapshots integer not null,
  created_at bigint not null,
  begun_at bigint,
  building_at bigint,
  booting_at bigint,
  running_at bigint,
  grading_at bigint,
  ended_at bigint
);

create index run_of_submission on run (submission);
create index run_not_ended on run (state) where state <> 'ENDED';

-- The end of each run's evidence: who may append (the attempt) and where (after last_seq).
create table evidence_head (
  run text primary key references run (id),
  attempt integer not null,
  last_seq bigint not null
);

-- data: as viewers get it. capture: gzipped JSON, for snapshots.
create table evidence (
  run text not null references run (id),
  seq bigint not null,
  attempt integer not null,
  type text not null,
  data text not null,
  capture bytea,
  at bigint not null,
  primary key (run, seq)
);

create index evidence_snapshot on evidence (run, attempt, seq) where type = 'snapshot';
