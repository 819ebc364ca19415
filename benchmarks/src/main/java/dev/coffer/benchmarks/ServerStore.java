package dev.coffer.benchmarks;

/** A store on a database server under measurement. Thread-safe. */
interface ServerStore extends Store {

  /** How many calls are under way at once, each with a connection. */
  int CONNECTIONS = 16;

  /** The value of an entry that is there. */
  byte[] get(int entry) throws Exception;
}
