package dev.coffer.storage.tck;

/** The line between a rule and the task that it has started in another process: the task's end. */
interface Wire {

  /** Tells the rule something. */
  void tell(String message);

  /** Has the rule fail, with what was expected and seen. */
  void fail(String message);

  /** What the rule says next; waits for it, for ever if it has to. */
  String hear();
}
