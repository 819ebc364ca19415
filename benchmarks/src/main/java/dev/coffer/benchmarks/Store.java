package dev.coffer.benchmarks;

import java.io.IOException;
import java.sql.SQLException;

/**
 * A durable store under measurement: what {@link #put} has returned from is on disk. Thread-safe
 * where its class says so.
 */
interface Store extends AutoCloseable {

  /** What a value has, in bytes: an access token and its refresh token. */
  int VALUE_LENGTH = 1_200;

  /** As tables and pictures call it. */
  String name();

  /** Puts the entries 0 to {@code entries} - 1, in large transactions where it has such. */
  void fill(int entries) throws SQLException;

  /** Puts one entry over the one of that number. */
  void put(int entry, byte[] value) throws IOException, SQLException;

  @Override
  void close() throws IOException, SQLException;
}
