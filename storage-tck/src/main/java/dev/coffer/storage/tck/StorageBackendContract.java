package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.StorageBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/**
 * The compatibility kit for one backend: extend it, say how a backend is opened, and run it as any
 * JUnit class. Every test is a rule of the contract with an id; a backend for which all of them
 * pass is compatible.
 *
 * <pre>{@code
 * class VaultContractTest extends StorageBackendContract {
 *   @Override
 *   protected StorageBackend open(Place place) {
 *     return new VaultBackend();
 *   }
 * }
 * }</pre>
 *
 * <p>A backend that is {@link Guarantee#DURABLE} or {@link Guarantee#SHARED} also overrides
 * {@link #guarantees()}, which brings in the rules for that guarantee; one that is not declared is
 * probed, and the report says what was seen. No rule is ever skipped, and one that cannot be
 * carried out fails.
 *
 * <p>Some of these rules start another JVM, on the class path of this one. It makes an object of
 * the subclass, by its constructor without parameters, and calls {@link #open}: what that needs to
 * know beside the place comes from {@link #childProperties()}.
 *
 * <p>Rules that draw random data say on failure which seed they had, and take it from the
 * configuration parameter {@code coffer.tck.seed} (a system property does, too).
 *
 * <p>In the end a table with the verdict is printed, and a report in JSON written to the folder
 * that the configuration parameter {@code coffer.tck.report} names, {@code target/coffer-tck} by
 * default. A rule that has not ended after two minutes, or as many seconds as
 * {@code coffer.tck.timeout} says, has failed.
 */
public abstract class StorageBackendContract extends Suite {

  /** For subclasses. */
  protected StorageBackendContract() {}

  /**
   * Opens the backend at a place, and makes what it needs there first. A new place is empty. For a
   * backend that is durable, the same place opened again holds what was there; for one that is
   * shared, it may be open several times at once, in several processes. Any other backend may
   * ignore the place.
   *
   * @return the backend, which the kit closes
   * @throws Exception if it cannot be opened, which fails the rule
   */
  protected abstract StorageBackend open(Place place) throws Exception;

  /**
   * What the backend promises; nothing, by default. It must be what
   * {@link StorageBackend#guarantees()} says.
   */
  protected Set<Guarantee> guarantees() {
    return Set.of();
  }

  /** The rules that the backend is known to break; none, by default. */
  protected List<Deviation> deviations() {
    return List.of();
  }

  /**
   * Everything that is kept at a place, as whoever gets hold of it would see it; by default the
   * files in its directory. A backend that keeps its records elsewhere answers a dump of that.
   *
   * @throws Exception if it cannot be seen, which fails the rule
   */
  protected List<byte[]> stored(Place place) throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (Path file : place.files()) {
      files.add(Files.readAllBytes(file));
    }
    return files;
  }

  /**
   * Has every later attempt to reach what is kept at a place fail, as if a disk or a network were
   * gone, for backends that are open there already. By default it cannot; then the kit starts a JVM
   * that may not write beyond a size, as on a full disk, which a backend with files runs into.
   *
   * @return whether it did
   * @throws Exception if it could not, which fails the rule
   */
  protected boolean breakDown(Place place) throws Exception {
    return false;
  }

  /**
   * System properties for the JVMs that the kit starts: what {@link #open} needs to know there and
   * cannot find out. They are handed over by standard input, and may be secret; none, by default.
   */
  protected Map<String, String> childProperties() {
    return Map.of();
  }

  /** Where the rules get other processes from; JVMs, but for the kit's own tests. */
  Processes processes() {
    return ChildProcess::start;
  }

  @Nested
  final class Records extends RecordRules {}

  @Nested
  final class Ids extends IdRules {}

  @Nested
  final class Fields extends FieldRules {}

  @Nested
  final class Visibility extends VisibilityRules {}

  @Nested
  final class Expectations extends ExpectationRules {}

  @Nested
  final class Clock extends ClockRules {}

  @Nested
  final class Races extends RaceRules {}

  @Nested
  final class Concurrency extends ConcurrencyRules {}

  @Nested
  final class Batches extends BatchRules {}

  @Nested
  final class MixedBatches extends MixedBatchRules {}

  @Nested
  final class BatchLimits extends BatchLimitRules {}

  @Nested
  final class BatchVisibility extends BatchVisibilityRules {}

  @Nested
  final class Scans extends ScanRules {}

  @Nested
  final class Prefixes extends PrefixRules {}

  @Nested
  final class Patterns extends PatternRules {}

  @Nested
  final class Paging extends PagingRules {}

  @Nested
  final class Cursors extends CursorRules {}

  @Nested
  final class Volumes extends VolumeRules {}

  @Nested
  final class Removals extends RemovalRules {}

  @Nested
  final class Purges extends PurgeRules {}

  @Nested
  final class Life extends LifeRules {}

  @Nested
  final class Crowds extends CrowdRules {}

  @Nested
  final class Openings extends OpeningRules {}

  @Nested
  final class Guarantees extends GuaranteeRules {}

  @Nested
  final class Kills extends KillRules {}

  @Nested
  final class OtherProcesses extends ProcessRules {}

  @Nested
  final class Failures extends IoRules {}

  @Nested
  final class Facade extends FacadeRules {}

  @Nested
  final class FacadeScopes extends FacadeScopeRules {}

  @Nested
  final class FacadeConditions extends FacadeConditionRules {}

  @Nested
  final class FacadeFailures extends FacadeFailureRules {}

  @Nested
  final class FacadeLists extends FacadeListRules {}

  @Nested
  final class FacadeFilters extends FacadeFilterRules {}

  @Nested
  final class FacadeLimits extends FacadeLimitRules {}

  @Nested
  final class Sealing extends SealingRules {}

  @Nested
  final class Keyrings extends KeyringRules {}

  @Nested
  final class Resealing extends ResealingRules {}

  @Nested
  final class Secrecy extends SecrecyRules {}
}
