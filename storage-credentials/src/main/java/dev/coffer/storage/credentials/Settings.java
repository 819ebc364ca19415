package dev.coffer.storage.credentials;

import java.time.Duration;

/** How a manager goes about it; checked by its builder. */
record Settings(
    Duration lease, Duration callTimeout, Duration skew, Duration staleness, Duration maxWait) {

  /** What a call may take of its lease; the rest is for saving. */
  private static final int CALL_PERCENT = 80;

  static Settings defaults() {
    return new Settings(
        Duration.ofSeconds(30),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofSeconds(1),
        Duration.ofSeconds(75));
  }

  Settings withLease(Duration length, Duration call) {
    return new Settings(length, call, skew, staleness, maxWait);
  }

  Settings withSkew(Duration value) {
    return new Settings(lease, callTimeout, value, staleness, maxWait);
  }

  Settings withStaleness(Duration value) {
    return new Settings(lease, callTimeout, skew, value, maxWait);
  }

  Settings withMaxWait(Duration value) {
    return new Settings(lease, callTimeout, skew, staleness, value);
  }

  void check() {
    require(lease, "A lease", Lease.MIN, Lease.MAX);
    Duration longestCall = lease.multipliedBy(CALL_PERCENT).dividedBy(100);
    require(callTimeout, "A call's timeout, with this lease,", Lease.MIN, longestCall);
    require(skew, "A skew", Duration.ZERO, Duration.ofDays(1));
    require(staleness, "A staleness bound", Duration.ZERO, Duration.ofDays(1));
    require(maxWait, "The longest wait", Lease.MIN, Duration.ofDays(1));
  }

  private static void require(Duration value, String what, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(what + " lies between " + least.toMillis() + " ms and "
          + most.toMillis() + " ms; this one is " + value + ".");
    }
  }
}
