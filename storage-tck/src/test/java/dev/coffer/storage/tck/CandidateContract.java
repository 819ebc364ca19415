package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.StorageBackend;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The kit for the {@link Candidate} that the configuration parameter names. It is run by
 * {@link Verdict}, and not by the build itself.
 */
@ExtendWith(CandidateContract.ByName.class)
final class CandidateContract extends StorageBackendContract {

  static final String CANDIDATE = "candidate";

  private final Candidate candidate;
  private final Map<String, Disk> places = new ConcurrentHashMap<>();

  CandidateContract(Candidate candidate) {
    this.candidate = candidate;
  }

  @Override
  protected StorageBackend open(Place place) {
    return candidate.open(disk(place));
  }

  private Disk disk(Place place) {
    return places.computeIfAbsent(place.name(), unused -> new Disk());
  }

  @Override
  protected boolean breakDown(Place place) {
    if (candidate.breaksDown()) {
      disk(place).breakDown();
    }
    return candidate.breaksDown();
  }

  @Override
  Processes processes() {
    return SimulatedProcess::start;
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return EnumSet.of(Guarantee.DURABLE, Guarantee.SHARED);
  }

  /** The map of the place, as a file of it would be. */
  @Override
  protected List<byte[]> stored(Place place) {
    Disk records = disk(place);
    synchronized (records) {
      return records.values().stream()
          .flatMap(record -> Stream.of(
              record.id().toBytes(), record.version().toBytes(), record.name(), record.value()))
          .toList();
    }
  }

  /** Hands the candidate to the constructor. */
  static final class ByName implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Candidate.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      String name = context.getConfigurationParameter(CANDIDATE).orElseThrow();
      return Candidates.all()
          .filter(candidate -> candidate.toString().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }
}
