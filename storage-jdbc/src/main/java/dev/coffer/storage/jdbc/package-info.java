/**
 * Records in an SQL database: H2, embedded in the process or through its server.
 *
 * <p>{@link dev.coffer.storage.jdbc.JdbcProvider} is all an application needs, to set options as
 * values.
 */
@NullMarked
package dev.coffer.storage.jdbc;

import org.jspecify.annotations.NullMarked;
