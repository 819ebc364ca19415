package dev.coffer.storage.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.storage.tck.OtherProcess.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The main class of a {@link ChildProcess}: makes the author's object, and does a task. Everything
 * it has to know comes by standard input, whose end is its own.
 */
final class Child implements Wire {

  private static final int ABANDONED = 3;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final PrintStream output;

  private Child(PrintStream output) {
    this.output = output;
  }

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    Child child = new Child(System.out);
    // What a backend prints must not get onto the wire.
    System.setOut(System.err);
    Thread ear = new Thread(child::listen, "coffer-tck-parent");
    ear.setDaemon(true);
    ear.start();
    child.work();
  }

  private void listen() {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        WireLine.message(line).ifPresent(heard::add);
      }
    } catch (IOException broken) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(ABANDONED);
  }

  private void work() {
    try {
      for (int left = Integer.parseInt(hear()); left > 0; left--) {
        System.setProperty(hear(), hear());
      }
      StorageBackendContract contract = contract(hear());
      Place place = Place.existing(hear(), Path.of(hear()));
      Task.valueOf(hear()).run(contract, place, this);
    } catch (AssertionError found) {
      fail(String.valueOf(found.getMessage()));
    } catch (Throwable failure) {
      fail("expected no exception, seen " + failure);
    }
    hear();
  }

  private static StorageBackendContract contract(String name) throws ReflectiveOperationException {
    try {
      Constructor<?> constructor = Class.forName(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (StorageBackendContract) constructor.newInstance();
    } catch (NoSuchMethodException missing) {
      throw new AssertionError(
          "expected a constructor without parameters in " + name
              + ", to make one in another JVM, seen none; give it one, and make it static",
          missing);
    } catch (InvocationTargetException thrown) {
      throw new AssertionError(
          "expected the constructor of " + name + " to work in another JVM, seen "
              + thrown.getCause(),
          thrown);
    }
  }

  @Override
  public void tell(String message) {
    say(Kind.TOLD, message);
  }

  @Override
  public void fail(String message) {
    say(Kind.FAILED, message);
  }

  private void say(Kind kind, String message) {
    output.println(WireLine.of(kind + " " + message));
    output.flush();
  }

  @Override
  public String hear() {
    try {
      return heard.take();
    } catch (InterruptedException never) {
      throw new IllegalStateException(never);
    }
  }
}
