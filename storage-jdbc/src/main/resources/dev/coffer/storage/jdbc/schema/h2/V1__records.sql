-- Each statement may be repeated: H2 commits each of them, so that a process can die between two.

-- The stores that share these tables, each with its random id. The name is ASCII.
CREATE TABLE IF NOT EXISTS ${prefix}store (
  store_id VARBINARY(16) NOT NULL,
  store_name VARBINARY(64) NOT NULL,
  CONSTRAINT ${prefix}store_key PRIMARY KEY (store_id),
  CONSTRAINT ${prefix}store_by_name UNIQUE (store_name),
  CONSTRAINT ${prefix}store_id_length CHECK (OCTET_LENGTH(store_id) = 16)
);

-- Binary all through: no collation, case or blank ever decides which record is meant.
-- epoch and flags are unsigned 32-bit numbers; expires_at is in milliseconds since 1970, 2^63-1 for never.
CREATE TABLE IF NOT EXISTS ${prefix}record (
  store_id VARBINARY(16) NOT NULL,
  record_id VARBINARY(512) NOT NULL,
  version VARBINARY(16) NOT NULL,
  key_domain VARBINARY(16) NOT NULL,
  epoch BIGINT NOT NULL,
  suite INTEGER NOT NULL,
  flags BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  sealed_name VARBINARY(1048576) NOT NULL,
  sealed_value VARBINARY(1048576) NOT NULL,
  CONSTRAINT ${prefix}record_key PRIMARY KEY (store_id, record_id),
  CONSTRAINT ${prefix}record_shape CHECK (
    OCTET_LENGTH(version) = 16 AND OCTET_LENGTH(key_domain) = 16
    AND epoch BETWEEN 0 AND 4294967295 AND flags BETWEEN 0 AND 4294967295 AND suite BETWEEN 0 AND 65535)
);

CREATE INDEX IF NOT EXISTS ${prefix}record_by_expiry ON ${prefix}record (store_id, expires_at);

-- With the id, so that the records of an epoch are counted step by step and no row is read for it.
CREATE INDEX IF NOT EXISTS ${prefix}record_by_epoch ON ${prefix}record (store_id, epoch, record_id);
