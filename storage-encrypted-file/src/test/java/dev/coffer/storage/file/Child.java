package dev.coffer.storage.file;

import dev.coffer.storage.ConflictException;
import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.WriteOption;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the child processes of the tests do; they tell it on standard output, a line each. */
final class Child {

  private final SecureStorage storage;
  private final PrintStream out;

  private Child(SecureStorage storage, PrintStream out) {
    this.storage = storage;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    Path log = Path.of(args[1]);
    switch (args[0]) {
      case "hold" -> hold(log);
      case "try" -> tryLock(log);
      case "create" -> Stores.create(log).close();
      default -> work(args[0], log, args[2], Integer.parseInt(args[3]));
    }
  }

  private static void work(String what, Path log, String name, int count) throws Exception {
    try (SecureStorage storage = Stores.open(log)) {
      Child child = new Child(storage, new PrintStream(System.out, false, StandardCharsets.UTF_8));
      switch (what) {
        case "write" -> child.write(name, count);
        case "write-in-threads" -> child.inThreads(name, each -> child.write(each, count));
        case "count" -> child.inThreads(name, each -> child.count(count));
        default -> throw new IllegalArgumentException(what);
      }
    }
  }

  /** The value that belongs to a key. */
  static Secret valueOf(String key) {
    return Secret.of(("value of " + key + ' ').repeat(60));
  }

  /** Writes so many entries and acknowledges each when its write has returned. */
  private void write(String name, int count) {
    StorageScope scope = storage.scoped("children", name);
    for (int i = 0; i < count; i++) {
      String key = name + "-" + i;
      scope.write(key, valueOf(key));
      acknowledge(key);
    }
  }

  private synchronized void acknowledge(String line) {
    out.println(line);
    out.flush();
  }

  /** Adds 1 to a number that others add to as well, so many times. */
  private void count(int times) {
    for (int i = 0; i < times; ) {
      Optional<Entry> current = storage.read("counter");
      int next = current.map(e -> Integer.parseInt(e.value().revealString())).orElse(0) + 1;
      WriteOption unchanged = current
          .map(entry -> WriteOption.ifVersion(entry.info().version()))
          .orElse(WriteOption.ifAbsent());
      try {
        storage.write("counter", Secret.of(Integer.toString(next)), unchanged);
        i++;
      } catch (ConflictException lost) {
        // Somebody else was first: once more.
      }
    }
    acknowledge("counted " + times);
  }

  private interface Work {
    void as(String name);
  }

  private void inThreads(String prefix, Work work) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String name = prefix + "." + i;
        running.add(threads.submit(() -> work.as(name)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void tryLock(Path log) {
    try (StoreLock lock = StoreLock.of(log, Duration.ZERO)) {
      lock.acquire();
      System.out.println("acquired");
      lock.release();
    } catch (StorageUnavailableException held) {
      System.out.println("not to be had");
    }
  }

  /** Holds the store's lock until standard input ends. */
  private static void hold(Path log) throws IOException {
    try (StoreLock lock = StoreLock.of(log, Duration.ofSeconds(10))) {
      lock.acquire();
      System.out.println("held");
      System.in.readAllBytes();
      lock.release();
    }
  }
}
