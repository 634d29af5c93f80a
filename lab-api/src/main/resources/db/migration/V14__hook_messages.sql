-- SPDX-License-Identifier: Apache-2.0
-- What db-scheduler wants of a table, as scheduled_tasks; task_data is the message.
create table hook_messages (
  task_name varchar(100) not null,
  task_instance varchar(100) not null,
  task_data bytea,
  execution_time timestamp with time zone not null,
  picked boolean not null,
  picked_by varchar(50),
  last_success timestamp with time zone,
  last_failure timestamp with time zone,
  consecutive_failures integer,
  last_heartbeat timestamp with time zone,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);

create index hook_messages_due on hook_messages (execution_time);
