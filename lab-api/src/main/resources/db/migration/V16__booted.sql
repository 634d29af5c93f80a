-- SPDX-License-Identifier: Apache-2.0
-- What the last attempt's machine was started with, in JSON; an image that was built is stored under its hash.
alter table run add column booted text;
