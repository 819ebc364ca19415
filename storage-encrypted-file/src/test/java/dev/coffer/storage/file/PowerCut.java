package dev.coffer.storage.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a power cut may leave of the files of a {@link RecordingDisk}.
 *
 * <p>What was synced is there. Of what was not, each change may be there or not, whatever came
 * after it: all of them, the first few, all but one. Of a write any sectors may be there, and where
 * the file ends any first bytes; what is missing reads as it was before, or as zeros where nothing
 * was.
 */
final class PowerCut {

  private static final int SECTOR = 512;

  /** Where a file ends within a frame, more than its head, all of its MAC, and steps in between. */
  private static final int FIRST_BYTES = 64;

  private static final int LAST_BYTES = 32;
  private static final int STEP = 16;

  /** Whether writes whose sync failed are lost although a later one succeeded. */
  private final boolean forgetful;

  private final Map<Integer, byte[]> durable = new HashMap<>();
  private final Map<Integer, List<DiskStep>> pending = new HashMap<>();
  private Map<Path, Integer> durableNames = new HashMap<>();
  private final List<DiskStep> pendingNames = new ArrayList<>();

  private PowerCut(boolean forgetful) {
    this.forgetful = forgetful;
  }

  /** All that a cut may leave once these steps were made, each as bytes by name. */
  static Set<Map<Path, ByteBuffer>> after(List<DiskStep> steps, boolean forgetful) {
    PowerCut cut = new PowerCut(forgetful);
    steps.forEach(cut::make);
    return cut.wrecks();
  }

  private void make(DiskStep step) {
    if (step instanceof DiskStep.Made made) {
      durable.put(made.file(), new byte[0]);
      pending.put(made.file(), new ArrayList<>());
      pendingNames.add(new DiskStep.Named(made.file(), made.name()));
    } else if (step instanceof DiskStep.Wrote wrote) {
      pendingOf(wrote.file()).add(wrote);
    } else if (step instanceof DiskStep.Cut cut) {
      pendingOf(cut.file()).add(cut);
    } else if (step instanceof DiskStep.Synced synced) {
      durable.put(synced.file(), applied(synced.file(), pendingOf(synced.file())));
      pendingOf(synced.file()).clear();
    } else if (step instanceof DiskStep.SyncFailed failed) {
      if (forgetful) {
        pendingOf(failed.file()).removeIf(DiskStep.Wrote.class::isInstance);
      }
    } else if (step instanceof DiskStep.Named
        || step instanceof DiskStep.Renamed
        || step instanceof DiskStep.Unnamed) {
      pendingNames.add(step);
    } else if (step instanceof DiskStep.NamesSynced) {
      durableNames = named(pendingNames);
      pendingNames.clear();
    }
  }

  private List<DiskStep> pendingOf(int file) {
    return pending.getOrDefault(file, List.of());
  }

  private Set<Map<Path, ByteBuffer>> wrecks() {
    Set<Map<Path, ByteBuffer>> wrecks = new LinkedHashSet<>();
    for (List<DiskStep> names : subsets(pendingNames)) {
      Map<Path, Integer> named = named(names);
      for (int varied : Set.copyOf(named.values())) {
        for (byte[] content : contents(varied)) {
          wrecks.add(wreck(named, varied, content, true));
          wrecks.add(wreck(named, varied, content, false));
        }
      }
      if (named.isEmpty()) {
        wrecks.add(Map.of());
      }
    }
    return wrecks;
  }

  /** One file as given, and all others with everything or nothing of what was not synced. */
  private Map<Path, ByteBuffer> wreck(
      Map<Path, Integer> named, int varied, byte[] content, boolean othersWhole) {
    Map<Path, ByteBuffer> wreck = new HashMap<>();
    named.forEach((name, file) -> {
      List<DiskStep> whole = othersWhole ? pendingOf(file) : List.of();
      wreck.put(name, ByteBuffer.wrap(file == varied ? content : applied(file, whole)));
    });
    return wreck;
  }

  private Map<Path, Integer> named(List<DiskStep> steps) {
    Map<Path, Integer> names = new HashMap<>(durableNames);
    for (DiskStep step : steps) {
      if (step instanceof DiskStep.Named named) {
        names.put(named.name(), named.file());
      } else if (step instanceof DiskStep.Renamed renamed) {
        names.put(renamed.to(), renamed.file());
        names.remove(renamed.from());
      } else if (step instanceof DiskStep.Unnamed unnamed) {
        names.remove(unnamed.name());
      }
    }
    return names;
  }

  /** The first few of the steps, and all but one of them. */
  private static List<List<DiskStep>> subsets(List<DiskStep> steps) {
    List<List<DiskStep>> subsets = new ArrayList<>();
    for (int count = 0; count <= steps.size(); count++) {
      subsets.add(steps.subList(0, count));
    }
    for (int left = 0; left < steps.size() - 1; left++) {
      List<DiskStep> subset = new ArrayList<>(steps);
      subset.remove(left);
      subsets.add(subset);
    }
    return subsets;
  }

  private List<byte[]> contents(int file) {
    List<byte[]> contents = new ArrayList<>();
    List<DiskStep> steps = pendingOf(file);
    for (List<DiskStep> subset : subsets(steps)) {
      contents.add(applied(file, subset));
    }
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof DiskStep.Wrote torn) {
        byte[] before = applied(file, steps.subList(0, i));
        contents.addAll(torn(before, torn));
      }
    }
    return contents;
  }

  private byte[] applied(int file, List<DiskStep> steps) {
    byte[] content = durable.getOrDefault(file, new byte[0]);
    for (DiskStep step : steps) {
      if (step instanceof DiskStep.Wrote wrote) {
        content = written(content, wrote, 0, wrote.bytes().capacity());
      } else if (step instanceof DiskStep.Cut cut) {
        content = Arrays.copyOf(content, (int) cut.length());
      }
    }
    return content;
  }

  private static List<byte[]> torn(byte[] before, DiskStep.Wrote write) {
    List<byte[]> torn = new ArrayList<>();
    int length = write.bytes().capacity();
    int end = (int) write.position() + length;
    byte[] lengthAlone = Arrays.copyOf(before, Math.max(before.length, end));
    torn.add(lengthAlone);
    for (int from = 0; from < length; ) {
      int at = (int) write.position() + from;
      int to = Math.min(length, from + SECTOR - at % SECTOR);
      torn.add(written(before, write, 0, to)); // Up to this sector.
      torn.add(written(lengthAlone, write, 0, to));
      torn.add(written(lengthAlone, write, from, to)); // This sector alone.
      byte[] hole = written(lengthAlone, write, 0, from); // All but this sector.
      torn.add(written(hole, write, to, length));
      from = to;
    }
    if (before.length <= write.position()) {
      for (int to = 1; to < length; to++) {
        if (to <= FIRST_BYTES || to > length - LAST_BYTES || to % STEP == 0) {
          torn.add(written(before, write, 0, to));
        }
      }
    }
    return torn;
  }

  private static byte[] written(byte[] before, DiskStep.Wrote write, int from, int to) {
    int position = (int) write.position();
    byte[] after = Arrays.copyOf(before, Math.max(before.length, to == 0 ? 0 : position + to));
    write.bytes().get(from, after, position + from, to - from);
    return after;
  }
}
