package dev.coffer.storage.credentials;

import java.util.UUID;

/** New tokens, in the place of those of a record, that are not stored. */
record Unsaved(SessionRecord base, TokenSet tokens) {

  UUID session() {
    return base.session();
  }

  long generation() {
    return base.generation();
  }

  /** No token. */
  @Override
  public String toString() {
    return "Unsaved[after generation " + generation() + "]";
  }
}
