package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.memory.MemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One random schedule: some processes with one session, on a storage and a network that fail, and a
 * while without faults at its end. What must hold at each change of the record is checked there.
 */
final class Simulation {

  static final Duration LEASE = Duration.ofSeconds(10);
  static final Duration CALL = Duration.ofSeconds(6);

  private static final long CALM_FROM = Duration.ofMinutes(5).toNanos();
  private static final long OVER = Duration.ofMinutes(9).toNanos();

  final SimulatedTurns turns;
  final SimulatedProvider provider;
  final MemoryBackend backend = new MemoryBackend();
  final double faults;
  final boolean mayEnd;
  final Set<String> lost = new HashSet<>();
  final List<Throwable> failures = new ArrayList<>();
  final Map<String, Integer> outcomes = new TreeMap<>();
  long downUntil;

  private final int speed;

  private final SecureStorage raw = SecureStorage.over(backend).unsealed().build();
  private final Set<UUID> ended = new HashSet<>();
  private final Set<String> saved = new HashSet<>();
  private Optional<SessionRecord> last = Optional.empty();

  Simulation(long seed) {
    this(seed, 1);
  }

  /** @param speed of the first process's monotonic clock */
  Simulation(long seed, int speed) {
    this.speed = speed;
    turns = new SimulatedTurns(seed);
    provider = new SimulatedProvider(turns);
    faults = List.of(0.0, 1.0, 1.0, 4.0).get(turns.random.nextInt(4));
    mayEnd = turns.chance(0.4);
  }

  boolean isCalm() {
    return turns.nanos() > CALM_FROM;
  }

  boolean isOver() {
    return turns.nanos() > OVER || !failures.isEmpty();
  }

  boolean isSaved(String refreshToken) {
    return saved.contains(refreshToken);
  }

  private Optional<SessionRecord> stored() {
    return raw.scoped(CredentialManager.SCOPE)
        .read(CredentialManager.DEFAULT_ACCOUNT)
        .map(entry -> SessionFormat.decode(entry.value()));
  }

  /** Somebody has changed the storage. */
  void changed() {
    Optional<SessionRecord> now = stored();
    now.ifPresent(record -> {
      assertThat(ended).as("sessions that were signed out").doesNotContain(record.session());
      last.filter(before -> before.session().equals(record.session()))
          .ifPresent(before -> checkStep(before, record));
      saved.add(token(record));
    });
    last.filter(before -> now.isEmpty() || !now.get().session().equals(before.session()))
        .ifPresent(before -> ended.add(before.session()));
    last = now;
  }

  private static void checkStep(SessionRecord before, SessionRecord after) {
    long step = after.generation() - before.generation();
    assertThat(step).isBetween(0L, 1L);
    assertThat(after.tokens().equals(before.tokens())).isEqualTo(step == 0);
  }

  private static String token(SessionRecord record) {
    return record.tokens().refreshToken().orElseThrow().revealString();
  }

  Simulation run() {
    CredentialManager.builder(raw, request -> RefreshResult.rejected("unused"))
        .build()
        .signedIn(provider.signIn(FakeTime.START.toEpochMilli()));
    changed();
    int nodes = 2 + turns.random.nextInt(3);
    for (int i = 0; i < nodes; i++) {
      SimulatedNode node = new SimulatedNode(this, i == 0 ? speed : 1);
      turns.start(node.turn, turns.millis(0, 1_000), node);
    }
    turns.run();
    assertThat(failures).isEmpty();
    stored().ifPresent(this::checkEnd);
    if (!mayEnd) {
      assertThat(stored()).as("the session").isPresent();
    }
    return this;
  }

  /** Without faults, the session lives with the provider's last token, or it is known why not. */
  private void checkEnd(SessionRecord record) {
    if (provider.takes(token(record))) {
      assertThat(record.signIn()).isEmpty();
    } else {
      assertThat(record.signIn().map(SessionRecord.SignInDemand::reason))
          .contains(SignInReason.ANSWER_LOST);
      assertThat(lost).contains(provider.latest(token(record)));
    }
  }
}
