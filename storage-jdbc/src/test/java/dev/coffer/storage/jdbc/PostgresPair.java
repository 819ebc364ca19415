package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/**
 * A primary and a synchronous standby of PostgreSQL on loopback: a commit returns when both have
 * it.
 */
final class PostgresPair implements AutoCloseable {

  private final OwnServers servers;
  private int primaryPort;
  private int standbyPort;

  private PostgresPair(OwnServers servers) {
    this.servers = servers;
  }

  /** Starts both. */
  static PostgresPair start() throws Exception {
    PostgresPair pair = new PostgresPair(OwnServers.inNewFolder());
    try {
      pair.startBoth();
      return pair;
    } catch (Exception | AssertionError failure) {
      pair.close();
      throw failure;
    }
  }

  private void startBoth() throws Exception {
    servers.initialise("primary");
    primaryPort = servers.serve("primary");
    servers.run(
        "pg_basebackup",
        "-D",
        servers.folder("standby").toString(),
        "-d",
        "host=127.0.0.1 port=" + primaryPort + " user=" + OwnServers.USER
            + " application_name=standby",
        "-c",
        "fast",
        "-N",
        "-R");
    standbyPort = servers.serve("standby");
    OwnServers.sql(primaryPort, "ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (standby)'");
    OwnServers.sql(primaryPort, "SELECT pg_reload_conf()");
    servers.await(
        "a synchronous standby",
        () -> "sync"
            .equals(OwnServers.sql(primaryPort, "SELECT sync_state FROM pg_stat_replication")));
  }

  /** Names both, as an application's URL does. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + primaryPort + ",127.0.0.1:" + standbyPort
        + "/postgres?user=" + OwnServers.USER + "&targetServerType=primary&hostRecheckSeconds=1";
  }

  /** Ends the primary with all its processes, as if its machine had lost its power. */
  void killPrimary() {
    servers.killFirst();
  }

  /** Makes the standby the primary. */
  void promoteStandby() {
    assertThat(OwnServers.sql(standbyPort, "SELECT pg_promote(true)")).isEqualTo("t");
  }

  @Override
  public void close() throws IOException {
    servers.close();
  }
}
