package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The members of a fleet at work, in threads or in processes, and how far each of them is. */
final class Crew {

  /** Beyond this a member is said to hang. Nothing waits that long unless something is wrong. */
  private static final long DEADLINE = TimeUnit.MINUTES.toNanos(3);

  private final long[] numbers;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Throwable> failures = new ArrayList<>();

  private Crew(int size) {
    this.numbers = new long[size];
    Arrays.fill(numbers, -1);
  }

  /** A thread for each of these storages, which stay the caller's. */
  static Crew ofThreads(List<SecureStorage> storages) {
    Crew crew = new Crew(storages.size());
    for (int id = 0; id < storages.size(); id++) {
      int member = id;
      crew.start(() -> FleetMember.run(
          storages.get(member),
          member,
          storages.size(),
          crew.stopped::get,
          number -> crew.report(member, number)));
    }
    return crew;
  }

  /** So many processes over the store that a properties file describes. */
  static Crew ofProcesses(int size, Path properties) throws IOException {
    Crew crew = new Crew(size);
    for (int id = 0; id < size; id++) {
      int member = id;
      Process process = Jvm.start(
          FleetProcess.class, properties.toString(), Integer.toString(id), Integer.toString(size));
      crew.processes.add(process);
      crew.start(() -> crew.listen(member, process));
    }
    return crew;
  }

  private void listen(int member, Process process) throws Exception {
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        report(member, Long.parseLong(line));
      }
    }
    if (process.waitFor() != 0) {
      throw new AssertionError("Member " + member + " ended with " + process.exitValue() + ".");
    }
  }

  /** Work that may fail. */
  private interface Work {
    void run() throws Exception;
  }

  private void start(Work work) {
    Thread thread = new Thread(() -> {
      try {
        work.run();
      } catch (Throwable failure) {
        fail(failure);
      }
    });
    threads.add(thread);
    thread.start();
  }

  private synchronized void fail(Throwable failure) {
    failures.add(failure);
    notifyAll();
  }

  private synchronized void report(int member, long number) {
    numbers[member] = number;
    notifyAll();
  }

  /** Waits until each member has written so many more times. */
  synchronized void awaitMore(int writes) throws InterruptedException {
    long[] goals = numbers.clone();
    long deadline = System.nanoTime() + DEADLINE;
    for (int member = 0; member < numbers.length; member++) {
      while (numbers[member] < goals[member] + writes) {
        requireNoFailure();
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("Member " + member + " wrote nothing for minutes.");
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
  }

  private void requireNoFailure() {
    if (!failures.isEmpty()) {
      throw new AssertionError("A member failed.", failures.get(0));
    }
  }

  /** Has everybody stop, and waits for them; fails if any call of theirs has. */
  void stop() throws Exception {
    stopped.set(true);
    for (Process process : processes) {
      process.getOutputStream().close();
    }
    for (Thread thread : threads) {
      thread.join(TimeUnit.NANOSECONDS.toMillis(DEADLINE));
      if (thread.isAlive()) {
        throw new AssertionError("A member does not stop.");
      }
    }
    synchronized (this) {
      requireNoFailure();
    }
  }

  /** Asserts that the storage has what each member wrote last, under each of its names. */
  synchronized void assertAllIsIn(SecureStorage storage) {
    for (int member = 0; member < numbers.length; member++) {
      StorageScope own = FleetMember.scope(storage, member);
      for (long number = numbers[member] - FleetMember.NAMES + 1;
          number <= numbers[member];
          number++) {
        assertThat(own.read(FleetMember.name(number)).orElseThrow().value())
            .isEqualTo(FleetMember.secret(number));
      }
    }
  }

  /** Ends what is left after a test that failed. */
  void kill() {
    stopped.set(true);
    processes.forEach(Process::destroyForcibly);
  }
}
