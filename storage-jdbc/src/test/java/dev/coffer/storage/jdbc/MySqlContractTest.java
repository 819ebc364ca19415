package dev.coffer.storage.jdbc;

/** The contract on MySQL. */
class MySqlContractTest extends ServerContract {

  MySqlContractTest() {
    super(Server.MYSQL);
  }
}
