package com.example.tokens.service;

import dev.coffer.storage.ConflictException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.Version;
import dev.coffer.storage.WriteOption;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work for a user that is done by one thread of one instance at a time: whoever does it has an
 * entry in a scope that all instances share, which nobody else can put there meanwhile. It expires,
 * so that an instance that dies holds nobody up for long.
 */
final class OneByOne {

  private static final Logger LOG = LoggerFactory.getLogger(OneByOne.class);

  private static final Duration AT_MOST = Duration.ofSeconds(10);
  private static final Duration PATIENCE = AT_MOST.multipliedBy(3);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final StorageScope scope;

  OneByOne(StorageScope scope) {
    this.scope = scope;
  }

  void run(String user, Runnable work) {
    Version turn = await(user);
    try {
      work.run();
    } finally {
      end(user, turn);
    }
  }

  private Version await(String user) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return scope.write(
            user,
            Secret.of(""),
            WriteOption.ifAbsent(),
            WriteOption.expiresAt(Instant.now().plus(AT_MOST)));
      } catch (ConflictException another) {
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException("Others have been signing this user in for " + PATIENCE
              + " without a break: try again.");
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while somebody else signs the user in.", ended);
    }
  }

  private void end(String user, Version turn) {
    try {
      scope.delete(user, turn);
    } catch (StorageException expires) {
      LOG.warn("The next sign-in of this user may wait for {}: {}", AT_MOST, expires.getMessage());
    }
  }
}
