-- SPDX-License-Identifier: Apache-2.0
-- The files that go over students' before a build, in JSON; null for none. The version is a hash over them, too.
alter table assignment_version add column given text;
