package dev.coffer.storage.crypto;

import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an open store, which follow its keyring: looked at again on use, with no thread of
 * their own. Nothing is sealed by knowledge older than the refresh interval; from half of it on,
 * one of the callers looks while the others go on. A record of an epoch that is not known makes
 * them look too, at a bounded rate.
 *
 * <p>Thread-safe.
 */
final class LiveKeys implements SealingKeys {

  private final KeyringFollower follower;
  private final InstantSource clock;
  private final long refresh;
  private final long outage;
  private final ReloadRate reloads = new ReloadRate();

  /** Held while the keyring is looked at. Not interruptible: a caller keeps its flag. */
  private final ReentrantLock looking = new ReentrantLock();

  private volatile View view;

  /** When the keyring was last looked at, whatever came of it. */
  private volatile long triedAt;

  /**
   * What was seen, and when at the earliest it may have changed since.
   *
   * @param retired the keys before the primary epoch changed, for a caller who had just asked for
   *     it
   */
  private record View(StoreKeys keys, long seenAt, @Nullable View retired) {}

  /**
   * Takes over the follower. How long ago its keyring was read is not known: the first seal looks.
   */
  LiveKeys(KeyringFollower follower, InstantSource clock, Duration refresh, Duration outage) {
    this.follower = follower;
    this.clock = clock;
    this.refresh = refresh.toMillis();
    this.outage = outage.toMillis();
    this.triedAt = clock.millis() - this.refresh;
    this.view = new View(follower.keyring().keys(), triedAt, null);
  }

  @Override
  public StoreKeys current() {
    return view.keys;
  }

  @Override
  public StoreKeys toSeal() {
    long now = clock.millis();
    if (isYoung(view.seenAt, now, refresh / 2)) {
      return view.keys;
    }
    if (isYoung(view.seenAt, now, refresh)) {
      lookAhead(now);
      return view.keys;
    }
    return lookOrGoOn();
  }

  /** A clock that was set back makes everything old. */
  private static boolean isYoung(long since, long now, long limit) {
    return now >= since && now - since < limit;
  }

  /** One caller at a time looks; what fails will be told when there is no time left. */
  private void lookAhead(long now) {
    if (!isYoung(triedAt, now, refresh / 2) && looking.tryLock()) {
      try {
        look();
      } catch (StorageException toldLater) {
        return;
      } finally {
        looking.unlock();
      }
    }
  }

  private StoreKeys lookOrGoOn() {
    looking.lock();
    try {
      long now = clock.millis();
      if (isYoung(view.seenAt, now, refresh)) {
        return view.keys;
      }
      if (isYoung(triedAt, now, refresh / 2) && isYoung(view.seenAt, now, refresh + outage)) {
        return view.keys;
      }
      return look().keys;
    } catch (StorageUnavailableException unavailable) {
      if (isYoung(view.seenAt, clock.millis(), refresh + outage)) {
        return view.keys;
      }
      throw unavailable;
    } finally {
      looking.unlock();
    }
  }

  /** Looks at the keyring. The caller holds the lock. */
  private View look() {
    long now = clock.millis();
    triedAt = now;
    follower.look();
    StoreKeys keys = follower.keyring().keys();
    View seen = view;
    View retired = keys.primary().equals(seen.keys.primary()) ? seen.retired : seen;
    view =
        new View(keys, now, retired == null ? null : new View(retired.keys, retired.seenAt, null));
    return view;
  }

  @Override
  public StoreKeys toSeal(int epoch) {
    View seen = view;
    View retired = seen.retired;
    if (seen.keys.primary().number() != epoch
        && retired != null
        && retired.keys.primary().number() == epoch
        && isYoung(retired.seenAt, clock.millis(), refresh + outage)) {
      return retired.keys;
    }
    return seen.keys;
  }

  @Override
  public StoreKeys toOpen(int epoch) {
    if (view.keys.opens(epoch) || !view.keys.mayOpenLater(epoch)) {
      return view.keys;
    }
    looking.lock();
    try {
      if (!view.keys.opens(epoch) && reloads.allow(clock.millis())) {
        look();
      }
      return view.keys;
    } finally {
      looking.unlock();
    }
  }

  @Override
  public boolean stillOpens(int epoch) {
    looking.lock();
    try {
      return look().keys.opens(epoch);
    } finally {
      looking.unlock();
    }
  }

  @Override
  public void close() {
    looking.lock();
    try {
      follower.close();
    } finally {
      looking.unlock();
    }
  }
}
