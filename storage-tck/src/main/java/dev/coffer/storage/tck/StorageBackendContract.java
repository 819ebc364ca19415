package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.StorageBackend;
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
 *   protected StorageBackend open(String place) {
 *     return new VaultBackend();
 *   }
 * }
 * }</pre>
 *
 * <p>A backend that is {@link Guarantee#DURABLE} or {@link Guarantee#SHARED} also overrides
 * {@link #guarantees()}, which brings in the rules for that guarantee. No rule is ever skipped: one
 * that does not apply is not there, and one that cannot be carried out fails.
 *
 * <p>Rules that draw random data say on failure which seed they had, and take it from the
 * configuration parameter {@code coffer.tck.seed} (a system property does, too).
 */
public abstract class StorageBackendContract {

  /** For subclasses. */
  protected StorageBackendContract() {}

  /**
   * Opens the backend at a place, and makes the place if it is not there. A new place is empty. For
   * a backend that is durable, the same place opened again holds what was there; for one that is
   * shared, it may be open several times at once. Any other backend may ignore the name.
   *
   * @param place a name of at most 32 letters, digits and hyphens, to make a file or database name
   *     of
   * @return the backend, which the kit closes
   * @throws Exception if it cannot be opened, which fails the rule
   */
  protected abstract StorageBackend open(String place) throws Exception;

  /**
   * What the backend promises; nothing, by default. It must be what
   * {@link StorageBackend#guarantees()} says.
   */
  protected Set<Guarantee> guarantees() {
    return Set.of();
  }

  @Nested
  final class Records extends RecordRules {}

  @Nested
  final class Expectations extends ExpectationRules {}

  @Nested
  final class Races extends RaceRules {}

  @Nested
  final class Batches extends BatchRules {}

  @Nested
  final class Scans extends ScanRules {}

  @Nested
  final class Paging extends PagingRules {}

  @Nested
  final class Removals extends RemovalRules {}

  @Nested
  final class Life extends LifeRules {}

  @Nested
  final class Guarantees extends GuaranteeRules {}

  @Nested
  final class Facade extends FacadeRules {}

  @Nested
  final class FacadeFailures extends FacadeFailureRules {}

  @Nested
  final class FacadeLists extends FacadeListRules {}

  @Nested
  final class FacadeLimits extends FacadeLimitRules {}
}
