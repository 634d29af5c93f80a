-- SPDX-License-Identifier: Apache-2.0
-- What is asked of a run that is live on another replica, until that has taken it: a wish or a question, as JSON.

drop table wish;

create table wish (
  number bigint generated always as identity primary key,
  run text not null references run (id),
  attempt integer not null,
  wish text,
  question text,
  at bigint not null
);

create index wish_of_run on wish (run);

-- Answers to questions, by the question's number, until whoever asked has taken them.
create table answer (
  number bigint primary key,
  answer text not null,
  at bigint not null
);
