package dev.coffer.integration;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Hears everything that is said while it is open: every log record at the finest level, and what
 * the test tells it.
 */
final class Ear extends Handler implements AutoCloseable {

  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();
  private final List<Handler> handlersBefore = List.of(root.getHandlers());

  Ear() {
    setLevel(Level.ALL);
    handlersBefore.forEach(root::removeHandler);
    root.addHandler(this);
    root.setLevel(Level.ALL);
  }

  void hear(Object said) {
    heard.add(String.valueOf(said));
  }

  void hear(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    heard.add(trace.toString());
  }

  List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void publish(LogRecord record) {
    heard.add(formatter.format(record));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    root.setLevel(before);
    handlersBefore.forEach(root::addHandler);
  }
}
