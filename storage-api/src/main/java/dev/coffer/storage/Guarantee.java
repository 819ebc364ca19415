package dev.coffer.storage;

/**
 * What a storage promises beyond the contract. No operation is optional; backends differ in these
 * alone.
 */
public enum Guarantee {
  /**
   * What was written is on disk when the call returns: it outlives the process, the machine's crash
   * and a power cut.
   */
  DURABLE,
  /** Names and values are sealed before they reach the backend. */
  ENCRYPTED,
  /**
   * Several processes may have the same storage open at once, and see each other's completed
   * writes.
   */
  SHARED
}
