package dev.coffer.storage.credentials;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A process of the simulation, which may stop at any step, for a while or for good. */
final class SimulatedNode implements Time, Runnable {

  private record Task(long due, Runnable work) {}

  final SimulatedTurns.Turn turn = new SimulatedTurns.Turn();
  private final Simulation simulation;
  private final SimulatedTurns turns;
  private final List<Task> tasks = new ArrayList<>();
  private final int speed;
  private long wallAhead;
  private String inHand = "";

  /** @param speed of its monotonic clock, which should be 1 */
  SimulatedNode(Simulation simulation, int speed) {
    this.simulation = simulation;
    this.speed = speed;
    this.turns = simulation.turns;
    this.wallAhead = turns.millis(-20_000, 20_000);
  }

  double faults() {
    return simulation.isCalm() ? 0 : simulation.faults;
  }

  /** Time passes, and with it the end of this process may come, or a long sleep. */
  void pass(int atLeast, int below) {
    long millis = turns.millis(atLeast, below);
    if (turns.chance(faults() * 0.01)) {
      millis += turns.millis(0, (int) (3 * Simulation.LEASE.toMillis()));
    }
    turns.passMillis(turn, millis);
    if (turns.chance(faults() * 0.01)) {
      throw new Killed();
    }
  }

  /** The provider has made this token, and this process alone can know it. */
  void granted(String token) {
    inHand = token;
  }

  void answerLost() {
    simulation.lost.add(inHand);
    inHand = "";
  }

  @Override
  public void run() {
    while (!simulation.isOver()) {
      try {
        live();
      } catch (Killed died) {
        if (!inHand.isEmpty() && !simulation.isSaved(inHand)) {
          simulation.lost.add(inHand);
        }
        inHand = "";
        tasks.clear();
        turns.passMillis(turn, turns.millis(0, 20_000));
      } catch (StorageException notOpened) {
        turns.passMillis(turn, turns.millis(0, 5_000));
      } catch (Throwable failure) {
        simulation.failures.add(failure);
        return;
      }
    }
  }

  private void live() {
    CredentialManager manager = CredentialManager.builder(
            SecureStorage.over(new Way()).unsealed().build(),
            request -> simulation.provider.refresh(request, this))
        .revoker(simulation.provider::revoke)
        .lease(Simulation.LEASE, Simulation.CALL)
        .skew(Duration.ofSeconds(10))
        .staleness(turns.random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(1))
        .executor(Runnable::run)
        .time(this)
        .build();
    boolean again = false;
    while (!simulation.isOver()) {
      idle(turns.millis(100, 10_000));
      if (turns.chance(faults() * 0.01)) {
        wallAhead += (turns.random.nextBoolean() ? 1 : -1) * 600_000L;
      }
      try {
        act(manager, again);
        again = false;
      } catch (CredentialException | StorageException expected) {
        simulation.outcomes.merge(expected.getClass().getSimpleName(), 1, Integer::sum);
        again =
            expected instanceof NotSignedInException || expected instanceof SignInRequiredException;
      }
    }
  }

  private void act(CredentialManager manager, boolean again) {
    if (simulation.mayEnd && !simulation.isCalm() && turns.chance(0.03)) {
      manager.signOut();
    } else if (simulation.mayEnd && !simulation.isCalm() && turns.chance(again ? 0.3 : 0.03)) {
      manager.signedIn(simulation.provider.signIn(millis()));
    } else if (turns.chance(0.1)) {
      manager.forceRefresh();
    } else {
      manager.accessToken();
    }
    simulation.outcomes.merge("well", 1, Integer::sum);
  }

  /** Waits, and does what was put off when it is due. */
  private void idle(long millis) {
    long end = nanos() + millis * 1_000_000 * speed;
    while (nanos() < end) {
      long next = end;
      for (Task task : tasks) {
        next = Math.min(next, task.due());
      }
      turns.passMillis(turn, Math.max(1, (next - nanos()) / 1_000_000 / speed));
      for (Task task : List.copyOf(tasks)) {
        if (task.due() <= nanos()) {
          tasks.remove(task);
          task.work().run();
        }
      }
    }
  }

  @Override
  public long millis() {
    return FakeTime.START.toEpochMilli() + wallAhead + turns.nanos() / 1_000_000;
  }

  @Override
  public long nanos() {
    return turns.nanos() * speed;
  }

  @Override
  public void pause(Duration duration) {
    pass((int) duration.toMillis(), (int) duration.toMillis() + 5);
  }

  @Override
  public void await(CompletableFuture<?> result, Duration atMost) {}

  @Override
  public void later(Duration delay, Runnable task) {
    tasks.add(new Task(nanos() + delay.toNanos(), task));
  }

  /** This process's way to the storage. */
  private final class Way extends ForwardingBackend {

    Way() {
      super(simulation.backend);
    }

    private void travel() {
      pass(1, 30);
      if (turns.nanos() < simulation.downUntil || turns.chance(faults() * 0.02)) {
        throw new StorageUnavailableException("The simulation says no.", null);
      }
      if (turns.chance(faults() * 0.002)) {
        simulation.downUntil = turns.nanos() + turns.millis(0, 40_000) * 1_000_000;
      }
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      travel();
      Optional<StoredRecord> found = super.get(id);
      pass(1, 30);
      return found;
    }

    @Override
    public void apply(List<Change> changes, long now) {
      travel();
      if (turns.chance(faults() * 0.02)) {
        throw new OutcomeUnknownException("The simulation lost the request.", null);
      }
      super.apply(changes, now);
      simulation.changed();
      pass(1, 30);
      if (turns.chance(faults() * 0.02)) {
        throw new OutcomeUnknownException("The simulation lost the answer.", null);
      }
    }
  }
}
