package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The local disk, with a script of what its writes, cuts and syncs do wrong, and a record. */
final class FaultyDisk implements Disk {

  /**
   * What was asked for, in order: {@code write}, {@code truncate}, {@code sync}, {@code publish},
   * {@code replace}, {@code sync-directory}.
   */
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final Disk disk = new LocalDisk();
  private final List<Fault> faults = new ArrayList<>();

  private final Map<String, Action> actions = new ConcurrentHashMap<>();

  /** How much of each failing write is written all the same. */
  int partial;

  private static final class Fault {
    private final String call;
    private int countdown;

    private Fault(String call, int countdown) {
      this.call = call;
      this.countdown = countdown;
    }
  }

  /** Lets the call of this name fail, the first from now on that is {@code number} calls ahead. */
  FaultyDisk fail(String call, int number) {
    faults.add(new Fault(call, number));
    return this;
  }

  interface Action {
    void run() throws IOException;
  }

  /** Lets something happen just before the next call of this name. */
  FaultyDisk before(String call, Action action) {
    actions.put(call, action);
    return this;
  }

  private boolean fails(String call) throws IOException {
    calls.add(call);
    Action action = actions.remove(call);
    if (action != null) {
      action.run();
    }
    for (Fault fault : faults) {
      if (fault.call.equals(call) && --fault.countdown == 0) {
        faults.remove(fault);
        return true;
      }
    }
    return false;
  }

  private void failIfDue(String call) throws IOException {
    if (fails(call)) {
      throw new IOException("injected: " + call);
    }
  }

  @Override
  public LogFile open(Path path, boolean writable) throws IOException {
    return new FaultyFile(disk.open(path, writable));
  }

  @Override
  public LogFile create(Path path) throws IOException {
    failIfDue("create");
    return new FaultyFile(disk.create(path));
  }

  @Override
  public void publish(Path draft, Path name) throws IOException {
    failIfDue("publish");
    disk.publish(draft, name);
  }

  @Override
  public void replace(Path draft, Path name) throws IOException {
    failIfDue("replace");
    disk.replace(draft, name);
  }

  @Override
  public void syncDirectoryOf(Path file) throws IOException {
    failIfDue("sync-directory");
    disk.syncDirectoryOf(file);
  }

  @Override
  public Object identity(Path path) throws IOException {
    failIfDue("identity");
    return disk.identity(path);
  }

  private final class FaultyFile implements LogFile {

    private final LogFile file;

    private FaultyFile(LogFile file) {
      this.file = file;
    }

    @Override
    public Path path() {
      return file.path();
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public int read(long position, byte[] target) throws IOException {
      failIfDue("read");
      return file.read(position, target);
    }

    @Override
    public void write(long position, byte[] bytes) throws IOException {
      if (fails("write")) {
        file.write(position, Arrays.copyOf(bytes, Math.min(partial, bytes.length)));
        throw new IOException("injected: write");
      }
      file.write(position, bytes);
    }

    @Override
    public void truncate(long length) throws IOException {
      failIfDue("truncate");
      file.truncate(length);
    }

    @Override
    public void sync() throws IOException {
      failIfDue("sync");
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
