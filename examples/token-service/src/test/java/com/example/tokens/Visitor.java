package com.example.tokens;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Somebody who looks at pages, follows links and fills in forms. */
interface Visitor extends AutoCloseable {

  void open(String url) throws IOException;

  /** Follows the link with this id. */
  void follow(String id) throws IOException;

  /** Sends the one form of the page that has these fields, with the others as they are. */
  void send(Map<String, String> fields) throws IOException;

  /** What is in the element with this id, if there is one. */
  Optional<String> text(String id) throws IOException;

  /** The page's source, as it was made. */
  String source() throws IOException;

  @Override
  void close() throws IOException;
}
