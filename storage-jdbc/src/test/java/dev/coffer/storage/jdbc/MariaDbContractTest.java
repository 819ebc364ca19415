package dev.coffer.storage.jdbc;

/** The contract on MariaDB. */
class MariaDbContractTest extends ServerContract {

  MariaDbContractTest() {
    super(Server.MARIADB);
  }
}
