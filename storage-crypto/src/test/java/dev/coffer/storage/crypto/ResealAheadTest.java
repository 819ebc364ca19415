package dev.coffer.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealing anew while a step before is put: how far ahead it is, and what ends it. */
class ResealAheadTest {

  private static final int ENTRIES = 350;
  private static final int STEP = Change.MAX_CHANGES;

  @TempDir
  private Path directory;

  private Fleet fleet;
  private SecureStorage node;

  @BeforeEach
  void openAStore() {
    fleet = new Fleet(directory);
    node = fleet.node();
    for (int i = 0; i < ENTRIES; i++) {
      node.write("k" + i, Secret.of("value " + i));
    }
    fleet.hastyAdministrator().rotate();
  }

  @Test
  void theNextStepIsReadWhileOneIsPutAndAtMostOneMore() {
    Paired backend = new Paired();

    assertThat(reseal(backend).resealed()).isEqualTo(ENTRIES);

    assertThat(backend.puts).isEqualTo(4);
    assertThat(backend.mostAhead).isBetween(1, 2);
  }

  @Test
  void whatSomebodyElseHasWrittenIsLeftOutAndTheRestOfTheStepPutAtOnce() {
    List<Integer> puts = new ArrayList<>();
    ForwardingBackend raced = new ForwardingBackend(fleet.shared) {
      @Override
      public void apply(List<Change> changes, long now) {
        if (puts.isEmpty()) {
          for (int i : List.of(3, 50)) {
            super.apply(List.of(Change.remove(changes.get(i).id(), Expectation.ANY)), now);
          }
        }
        puts.add(changes.size());
        super.apply(changes, now);
      }
    };

    assertThat(reseal(raced).resealed()).isEqualTo(ENTRIES - 2);

    assertThat(puts).startsWith(100, 99, 98).hasSize(6);
  }

  @Test
  void anInterruptChangesNothingAndIsKept() {
    Thread.currentThread().interrupt();

    ResealProgress result = reseal(new ForwardingBackend(fleet.shared) {});

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.resealed()).isEqualTo(ENTRIES);
  }

  @Test
  void aFailureToReadEndsTheRunAndTheNextOneGoesOn() {
    StorageUnavailableException dead = new StorageUnavailableException("The line is dead.", null);
    ForwardingBackend dying = new ForwardingBackend(fleet.shared) {
      private int pages;

      @Override
      public RecordPage scan(ScanRequest request) {
        if (request.values() && ++pages == 3) {
          throw dead;
        }
        return super.scan(request);
      }
    };

    assertThatThrownBy(() -> reseal(dying)).isSameAs(dead);

    long put = recordsOf(2);
    // Whichever thread meets the failure: two steps are begun before one is put, and no third.
    assertThat(put).isBetween((long) STEP, 2L * STEP);
    assertThat(reseal(new ForwardingBackend(fleet.shared) {}).resealed()).isEqualTo(ENTRIES - put);
  }

  @Test
  void aListenerThatThrowsEndsTheRunWithTheStepBefore() {
    IllegalStateException enough = new IllegalStateException("Enough.");

    try (KeyAdministration keys = fleet.administrator()) {
      assertThatThrownBy(() -> keys.reseal(progress -> {
            if (progress.resealed() > 0) {
              throw enough;
            }
          }))
          .isSameAs(enough);
    }

    assertThat(recordsOf(2)).isEqualTo(STEP);
  }

  @Test
  void whoIsHeldUpUntilItsKeyIsClosedSaysSoAndTheRecordsComeBack() {
    ForwardingBackend heldUp = new ForwardingBackend(fleet.shared) {
      private boolean wasHeldUp;

      @Override
      public void apply(List<Change> changes, long now) {
        if (!wasHeldUp) {
          wasHeldUp = true;
          fleet.clock.advance(Duration.ofMinutes(5));
          fleet.hastyAdministrator().rotate();
          fleet.hastyAdministrator().closeEpoch(2);
        }
        super.apply(changes, now);
      }
    };

    assertThatThrownBy(() -> reseal(heldUp))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("of epoch 2, was closed meanwhile");

    try (KeyAdministration keys = fleet.hastyAdministrator()) {
      keys.reopenEpoch(2);
      keys.reseal(progress -> {});
      keys.closeEpoch(2);
    }
    assertThat(recordsOf(3)).isEqualTo(ENTRIES);
    assertThat(Fleet.valueOf(node, "k" + (ENTRIES - 1))).isEqualTo("value " + (ENTRIES - 1));
  }

  @Test
  void whatIsReadWhileItsKeyIsClosedIsSealedWithTheNext() {
    ForwardingBackend slow = new ForwardingBackend(fleet.shared) {
      private boolean wasSlow;

      @Override
      public RecordPage scan(ScanRequest request) {
        RecordPage page = super.scan(request);
        if (request.values() && !wasSlow) {
          wasSlow = true;
          fleet.clock.advance(Duration.ofMinutes(5));
          fleet.hastyAdministrator().rotate();
          fleet.hastyAdministrator().closeEpoch(2);
        }
        return page;
      }
    };

    assertThat(reseal(slow).resealed()).isEqualTo(ENTRIES);

    assertThat(recordsOf(3)).isEqualTo(ENTRIES);
    assertThat(Fleet.valueOf(node, "k0")).isEqualTo("value 0");
  }

  @Test
  void aKeyThatCannotSealEndsTheRunAndIsNoDamage() {
    KeyUnavailableException gone = new KeyUnavailableException("The key is gone.", null);
    RecordSealer sealer = new TinkSealerProvider().open(fleet.options(), fleet.shared);
    RecordSealer opening = (RecordSealer) Proxy.newProxyInstance(
        RecordSealer.class.getClassLoader(), new Class<?>[] {RecordSealer.class}, (it, m, args) -> {
          if (m.getName().equals("seal")) {
            throw gone;
          }
          return m.invoke(sealer, args);
        });

    ResealWalk walk = new ResealWalk(fleet.shared, opening, fleet.clock);

    assertThatThrownBy(walk::next).isSameAs(gone);
  }

  private long recordsOf(int epoch) {
    return fleet.records().stream()
        .map(StoredRecord::epoch)
        .filter(each -> each == epoch)
        .count();
  }

  private ResealProgress reseal(ForwardingBackend backend) {
    try (KeyAdministration keys = fleet.administrator(backend)) {
      return keys.reseal(progress -> {});
    }
  }

  /** A backend that puts a step when the page behind it is asked for, and notes how many are. */
  private final class Paired extends ForwardingBackend {

    private static final int PAGES = 4;

    private int pages;
    private int puts;
    private int mostAhead;

    private Paired() {
      super(fleet.shared);
    }

    @Override
    public synchronized RecordPage scan(ScanRequest request) {
      if (request.values()) {
        pages++;
        notifyAll();
      }
      return super.scan(request);
    }

    @Override
    public synchronized void apply(List<Change> changes, long now) {
      puts++;
      mostAhead = Math.max(mostAhead, pages - puts);
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (pages < Math.min(PAGES, puts + 1)) {
        awaitPage(deadline - System.nanoTime());
      }
      mostAhead = Math.max(mostAhead, pages - puts);
      super.apply(changes, now);
    }

    private void awaitPage(long nanos) {
      try {
        assertThat(nanos).as("time left to wait for the next page").isPositive();
        TimeUnit.NANOSECONDS.timedWait(this, nanos);
      } catch (InterruptedException interrupt) {
        throw new AssertionError(interrupt);
      }
    }
  }
}
