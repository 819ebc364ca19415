-- For MariaDB and MySQL. Each statement may be repeated: both commit each of them, so that a process can die between two.

-- The stores that share these tables, each with its random id. The name is ASCII.
CREATE TABLE IF NOT EXISTS ${prefix}store (
  store_id VARBINARY(16) NOT NULL,
  store_name VARBINARY(64) NOT NULL,
  PRIMARY KEY (store_id),
  UNIQUE KEY ${prefix}store_by_name (store_name),
  CONSTRAINT ${prefix}store_shape CHECK (
    OCTET_LENGTH(store_id) = 16 AND OCTET_LENGTH(store_name) BETWEEN 1 AND 64)
) ENGINE = InnoDB;

-- Binary all through: no collation, case or blank ever decides which record is meant.
-- epoch and flags are unsigned 32-bit numbers; expires_at is in milliseconds since 1970, 2^63-1 for never.
-- A BLOB would end at 64 KiB, a MEDIUMBLOB is enough for a MiB; LONGBLOB costs one byte more and leaves room.
CREATE TABLE IF NOT EXISTS ${prefix}record (
  store_id VARBINARY(16) NOT NULL,
  record_id VARBINARY(512) NOT NULL,
  version VARBINARY(16) NOT NULL,
  key_domain VARBINARY(16) NOT NULL,
  epoch BIGINT NOT NULL,
  suite INTEGER NOT NULL,
  flags BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  sealed_name LONGBLOB NOT NULL,
  sealed_value LONGBLOB NOT NULL,
  PRIMARY KEY (store_id, record_id),
  KEY ${prefix}record_by_expiry (store_id, expires_at),
  KEY ${prefix}record_by_epoch (store_id, epoch, record_id),
  CONSTRAINT ${prefix}record_shape CHECK (
    OCTET_LENGTH(store_id) = 16 AND OCTET_LENGTH(version) = 16 AND OCTET_LENGTH(key_domain) = 16
    AND epoch BETWEEN 0 AND 4294967295 AND flags BETWEEN 0 AND 4294967295 AND suite BETWEEN 0 AND 65535
    AND OCTET_LENGTH(sealed_name) <= 1048576 AND OCTET_LENGTH(sealed_value) <= 1048576)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;
