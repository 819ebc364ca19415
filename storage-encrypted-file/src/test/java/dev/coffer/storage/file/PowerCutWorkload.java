package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes to a log on a {@link RecordingDisk}, and what must be there after a power cut. */
final class PowerCutWorkload {

  /** Numbers of records are at most this. */
  private static final int MOST = 15;

  private static final int AFTERWARDS = MOST;

  /** In the place of a record's number. */
  private static final int KEYRING = -1;

  private final RecordingDisk disk;
  private final Path path;
  private final List<DiskStep> steps;

  /** The values by number, and the keyring, after each write. */
  private final List<Map<Integer, String>> states = new ArrayList<>();

  /** What may be there instead after so many writes: one whose outcome is unknown was made. */
  private final Map<Integer, Map<Integer, String>> doubtful = new HashMap<>();

  private int checked;

  PowerCutWorkload(RecordingDisk disk, Path path) {
    this(disk, path, List.of());
  }

  private PowerCutWorkload(RecordingDisk disk, Path path, List<DiskStep> steps) {
    this.disk = disk;
    this.path = path;
    this.steps = steps;
    states.add(Map.of(KEYRING, "a keyring"));
  }

  /** Makes the changes, and takes note that they were acknowledged. */
  void write(Log log, Change... changes) {
    states.add(after(states.get(states.size() - 1), changes));
    Logs.apply(log, changes);
    disk.record(new DiskStep.Acknowledged(0, states.size() - 1));
  }

  /** Takes note of a write that was tried next, and whose outcome is unknown. */
  void doubt(Change... changes) {
    int writes = states.size() - 1;
    doubtful.put(writes, after(states.get(writes), changes));
  }

  private static Map<Integer, String> after(Map<Integer, String> before, Change... changes) {
    Map<Integer, String> state = new HashMap<>(before);
    for (Change change : changes) {
      int number = change.id().equals(RecordId.KEYRING)
          ? KEYRING
          : ByteBuffer.wrap(change.id().toBytes()).getInt(4);
      Optional<StoredRecord> record = change.record();
      if (record.isPresent()) {
        state.put(number, new String(record.get().value(), StandardCharsets.US_ASCII));
      } else {
        state.remove(number);
      }
    }
    return state;
  }

  /** The same, on a disk that never did steps of a kind. */
  PowerCutWorkload without(Class<? extends DiskStep> kind) {
    List<DiskStep> left = new ArrayList<>();
    // What is there at the beginning is on disk: Made, Wrote, Synced, NamesSynced.
    for (DiskStep step : disk.steps()) {
      if (left.size() < 4 || !kind.isInstance(step)) {
        left.add(step);
      }
    }
    PowerCutWorkload lying = new PowerCutWorkload(disk, path, left);
    lying.states.addAll(states.subList(1, states.size()));
    lying.doubtful.putAll(doubtful);
    return lying;
  }

  /** Cuts the power after every step, opens whatever may be left, and says how often. */
  int verifyEveryCut(Path place) throws IOException {
    Files.createDirectory(place);
    Set<Map<Path, ByteBuffer>> seen = new HashSet<>();
    List<DiskStep> all = steps.isEmpty() ? disk.steps() : steps;
    int acknowledged = 0;
    for (int count = 4; count <= all.size(); count++) {
      if (all.get(count - 1) instanceof DiskStep.Acknowledged done) {
        acknowledged = done.writes();
        seen.clear(); // What was right before would be too old now.
      }
      for (boolean forgetful : new boolean[] {false, true}) {
        for (Map<Path, ByteBuffer> wreck : PowerCut.after(all.subList(0, count), forgetful)) {
          if (seen.add(wreck)) {
            verify("after step " + count + " of " + all, wreck, place, acknowledged);
          }
        }
      }
    }
    return checked;
  }

  private void verify(String when, Map<Path, ByteBuffer> wreck, Path place, int acknowledged)
      throws IOException {
    Path log = lay(wreck, place);
    RecordingDisk survivor = new RecordingDisk().with(log);
    int found = survivor.steps().size();
    Map<Integer, String> recovered;
    try (SharedLog opened = Logs.open(survivor, log)) {
      recovered = contents(opened);
      assertThat(allowed(acknowledged)).as(when).contains(recovered);
    } catch (StorageException failure) {
      throw new AssertionError(when, failure);
    }
    checked++;
    // Opening may have cut and synced; the power may fail there, too.
    List<DiskStep> recovery = survivor.steps();
    for (int count = found + 1; count <= recovery.size(); count++) {
      for (Map<Path, ByteBuffer> again : PowerCut.after(recovery.subList(0, count), false)) {
        Path second = lay(again, place);
        try (SharedLog opened = Logs.open(new RecordingDisk().with(second), second)) {
          assertThat(contents(opened)).as("%s, and again", when).isEqualTo(recovered);
          Logs.apply(opened, Logs.put(AFTERWARDS, "written afterwards"));
        }
        try (SharedLog opened = Logs.open(new RecordingDisk().with(second), second)) {
          assertThat(Logs.value(opened, AFTERWARDS)).as(when).contains("written afterwards");
        }
        checked++;
      }
    }
  }

  private Set<Map<Integer, String>> allowed(int acknowledged) {
    Set<Map<Integer, String>> allowed = new HashSet<>();
    allowed.add(states.get(acknowledged));
    if (acknowledged + 1 < states.size()) {
      allowed.add(states.get(acknowledged + 1));
    }
    Optional.ofNullable(doubtful.get(acknowledged)).ifPresent(allowed::add);
    return allowed;
  }

  private static Map<Integer, String> contents(Log log) {
    Map<Integer, String> contents = new HashMap<>();
    contents.put(KEYRING, new String(log.keyring(), StandardCharsets.US_ASCII));
    for (int number = 0; number <= MOST; number++) {
      int each = number;
      Logs.value(log, number).ifPresent(value -> contents.put(each, value));
    }
    return contents;
  }

  /** Puts what is left into a directory without anything else but the lock; where the log is. */
  private Path lay(Map<Path, ByteBuffer> wreck, Path place) throws IOException {
    try (Stream<Path> before = Files.list(place)) {
      for (Path each : before.toList()) {
        if (!each.toString().endsWith(".lock")) {
          Files.delete(each);
        }
      }
    }
    for (Map.Entry<Path, ByteBuffer> file : wreck.entrySet()) {
      Files.write(place.resolve(file.getKey().getFileName()), file.getValue().array());
    }
    return place.resolve(path.getFileName());
  }
}
