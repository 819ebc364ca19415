package dev.coffer.storage.crypto;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Since when each epoch of a keyring is in its state: the keyring's extension 1, which is not
 * critical. A release that does not know it changes states without it; so each time names the state
 * that it is of, and counts for no other.
 *
 * <p>Immutable.
 */
final class EpochTimes {

  /** The number of the extension. */
  static final int TYPE = 1;

  private static final int LENGTH = Integer.BYTES + 1 + Long.BYTES;

  /** In ascending order of the epochs, as unsigned numbers. */
  private final Map<Integer, Since> times;

  private record Since(int state, long time) {}

  private EpochTimes(Map<Integer, Since> times) {
    this.times = times;
  }

  /** What a keyring's extensions say; nothing where they say nothing. */
  static EpochTimes of(List<Extension> extensions) {
    Map<Integer, Since> times = new TreeMap<>(Integer::compareUnsigned);
    extensions.stream().filter(extension -> extension.type() == TYPE).forEach(extension -> {
      ByteBuffer body = ByteBuffer.wrap(extension.body());
      while (body.remaining() >= LENGTH) {
        times.put(body.getInt(), new Since(body.get() & 0xFF, body.getLong()));
      }
    });
    return new EpochTimes(times);
  }

  /** Since when the epoch is in its state, in milliseconds since 1970; empty where nobody noted. */
  Optional<Long> since(Epoch epoch) {
    Since since = times.get(epoch.number());
    return since == null || since.state != epoch.state().code()
        ? Optional.empty()
        : Optional.of(since.time);
  }

  /** With the time at which the epoch came into its state. */
  EpochTimes with(Epoch epoch, long time) {
    Map<Integer, Since> more = new TreeMap<>(Integer::compareUnsigned);
    more.putAll(times);
    more.put(epoch.number(), new Since(epoch.state().code(), time));
    return new EpochTimes(more);
  }

  /** The extensions with these times in the place of those before. */
  List<Extension> in(List<Extension> extensions) {
    ByteBuffer body = ByteBuffer.allocate(times.size() * LENGTH);
    times.forEach(
        (number, since) -> body.putInt(number).put((byte) since.state).putLong(since.time));
    List<Extension> all = new ArrayList<>();
    all.add(new Extension(TYPE, 0, body.array()));
    extensions.stream().filter(extension -> extension.type() != TYPE).forEach(all::add);
    return all;
  }
}
