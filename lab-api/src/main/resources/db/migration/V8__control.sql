-- SPDX-License-Identifier: Apache-2.0
-- Who is at the controls of an interactive run, until when: milliseconds since 1970. One at a time.

create table control (
  run text primary key references run (id),
  token text not null,
  name text not null,
  until bigint not null
);
