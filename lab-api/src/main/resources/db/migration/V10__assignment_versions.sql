-- SPDX-License-Identifier: Apache-2.0
-- What an assignment has been, word for word: a verdict names the version that it was given by.
create table assignment_version (
  slug text not null,
  version text not null,
  assignment text not null,
  profile text not null,
  published_at bigint not null,
  primary key (slug, version)
);

-- current: what is handed in is graded by it. folder: the version that the lab's folder had when it was last looked at.
create table assignment (
  slug text primary key,
  current text not null,
  folder text
);
