package dev.coffer.storage.tck;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/**
 * Hears what is said while it is open: what reaches the loggers of this JVM at any level and the
 * standard streams, and apart from that what it is told. Everything still goes where it went.
 */
final class Ear extends Handler implements AutoCloseable {

  /** Streams and levels are put back as they were found, so one listens at a time. */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Logger root = Logger.getLogger("");
  private final @Nullable Level levelBefore;
  private final PrintStream outBefore;
  private final PrintStream errBefore;

  private Ear() {
    levelBefore = root.getLevel();
    outBefore = System.out;
    errBefore = System.err;
  }

  /** Begins to listen, when nobody else does. */
  static Ear open() {
    ONE_AT_A_TIME.lock();
    Ear ear = new Ear();
    ear.setLevel(Level.ALL);
    ear.root.addHandler(ear);
    ear.root.setLevel(Level.ALL);
    System.setOut(ear.listening(ear.outBefore));
    System.setErr(ear.listening(ear.errBefore));
    return ear;
  }

  /** What something says of itself. */
  void hear(Object thing) {
    told.add(String.valueOf(thing));
  }

  /** What a call says if it fails, in messages, causes and all that is suppressed. */
  void hear(Executable call) {
    try {
      call.execute();
    } catch (Throwable failure) {
      told.add(trace(failure));
    }
  }

  /** What it was told. */
  List<String> told() {
    return List.copyOf(told);
  }

  /** What was logged and printed. */
  List<String> logged() {
    List<String> all = new ArrayList<>(logged);
    all.add(printed.toString(StandardCharsets.UTF_8));
    return all;
  }

  @Override
  public void publish(LogRecord record) {
    logged.add(record.getLoggerName() + " " + record.getMessage());
    if (record.getParameters() != null) {
      for (Object parameter : record.getParameters()) {
        logged.add(
            parameter instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : String.valueOf(parameter));
      }
    }
    if (record.getThrown() != null) {
      logged.add(trace(record.getThrown()));
    }
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }

  private PrintStream listening(PrintStream stream) {
    OutputStream both = new OutputStream() {
      @Override
      public void write(int one) {
        printed.write(one);
        stream.write(one);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        printed.write(bytes, offset, length);
        stream.write(bytes, offset, length);
      }

      @Override
      public void flush() {
        stream.flush();
      }
    };
    return new PrintStream(both, true, StandardCharsets.UTF_8);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    try {
      System.setErr(errBefore);
      System.setOut(outBefore);
      root.setLevel(levelBefore);
      root.removeHandler(this);
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }
}
