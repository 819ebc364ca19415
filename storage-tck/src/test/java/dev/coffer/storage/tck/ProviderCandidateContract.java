package dev.coffer.storage.tck;

import dev.coffer.storage.StorageOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The kit for the {@link ProviderCandidate} that the configuration parameter names. It is run by
 * {@link ProviderKitTest}, and not by the build itself.
 */
@ExtendWith(ProviderCandidateContract.ByName.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProviderCandidateContract extends StorageProviderContract {

  static final String CANDIDATE = "candidate";

  private final ProviderCandidate candidate;
  private final Place layout = Place.create("provider");
  private final ClassLoader loader;

  ProviderCandidateContract(ProviderCandidate candidate) throws IOException {
    this.candidate = candidate;
    this.loader = candidate.layOut(layout.directory());
  }

  @AfterAll
  void remove() {
    layout.remove();
  }

  @Override
  protected StorageOptions options(Place place) {
    return StorageOptions.of(candidate.id())
        .classLoader(loader)
        .with(Map.of(
            "place",
            place.directory().toString(),
            "master-key",
            "file:" + place.directory().resolve("master.key")));
  }

  /** Hands the candidate to the constructor. */
  static final class ByName implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ProviderCandidate.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      String name = context.getConfigurationParameter(CANDIDATE).orElseThrow();
      return Stream.of(BrokenLoadings.CORRECT, BrokenLoadings.ALL, BrokenProviders.ALL)
          .flatMap(List::stream)
          .filter(candidate -> candidate.toString().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }
}
