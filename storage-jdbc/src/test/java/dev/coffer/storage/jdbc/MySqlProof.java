package dev.coffer.storage.jdbc;

/** The contract on MySQL, which {@code .ci/mysql} starts. */
class MySqlProof extends ServerContract {

  MySqlProof() {
    super(Server.MYSQL);
  }
}
