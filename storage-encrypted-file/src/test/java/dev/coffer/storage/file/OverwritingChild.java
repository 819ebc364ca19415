package dev.coffer.storage.file;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process that makes {@link Overwrites} in the scope of its name until it is killed, or in
 * several scopes until standard input ends; after each it says how many it has made.
 */
final class OverwritingChild {

  private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

  private OverwritingChild() {}

  /** One thread that never ends. */
  static final String WRITING = "writing";

  /** The same, while another one compacts the log without a pause. */
  static final String COMPACTING = "compacting";

  /** Takes the log, the name and one of the above, or a number of threads. */
  public static void main(String[] args) throws Exception {
    Path log = Path.of(args[0]);
    try (SecureStorage storage = Stores.open(log)) {
      switch (args[2]) {
        case WRITING -> forEver(scope(storage, args[1]));
        case COMPACTING -> {
          compactForEver(log);
          forEver(scope(storage, args[1]));
        }
        default -> inThreads(storage, args[1], Integer.parseInt(args[2]));
      }
    }
  }

  private static void forEver(StorageScope scope) {
    for (int number = 0; ; number++) {
      Overwrites.make(scope, number);
      say(Integer.toString(number + 1));
    }
  }

  /** Returns when it has been compacted once. */
  private static void compactForEver(Path log) throws InterruptedException {
    CountDownLatch once = new CountDownLatch(1);
    Thread thread = new Thread(() -> {
      while (true) {
        EncryptedFile.compact(Stores.options(log), Progress.NONE);
        once.countDown();
      }
    });
    thread.setDaemon(true);
    thread.start();
    once.await();
  }

  static StorageScope scope(SecureStorage storage, String name) {
    return storage.scoped("overwritten", name);
  }

  private static void inThreads(SecureStorage storage, String name, int threads) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String each = name + "." + thread;
        running.add(executor.submit(() -> untilInputEnds(scope(storage, each), each)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      executor.shutdown();
    }
  }

  private static void untilInputEnds(StorageScope scope, String name) {
    int number = 0;
    while (isInputOpen()) {
      Overwrites.make(scope, number++);
    }
    say(name + " " + number);
  }

  /** The parent writes nothing but one line, at the end. */
  private static boolean isInputOpen() {
    try {
      return System.in.available() == 0;
    } catch (IOException closed) {
      return false;
    }
  }

  private static synchronized void say(String line) {
    OUT.println(line);
    OUT.flush();
  }
}
