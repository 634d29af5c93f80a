-- SPDX-License-Identifier: Apache-2.0
-- evidence_sha256: the hash over what the machine showed; null where there is none.
-- evidence_bytes: of the last attempt's evidence as it is stored.
alter table run add column evidence_sha256 text;
alter table run add column evidence_bytes bigint;
