package dev.coffer.storage.jdbc;

/** The contract on PostgreSQL. */
class PostgresContractTest extends ServerContract {

  PostgresContractTest() {
    super(Server.POSTGRESQL);
  }
}
