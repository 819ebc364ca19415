package dev.coffer.storage.credentials;

/** Which token a caller wants living. */
enum TokenKind {
  ACCESS,
  ID
}
