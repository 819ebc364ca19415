package dev.coffer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.storage.spi.Option;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {

  private static final String DURABLE = Services.Durable.class.getName();
  private static final String FLEETING = Services.Fleeting.class.getName();
  private static final String SEALER = Services.KeySealer.class.getName();

  @TempDir
  Path folder;

  private StorageOptions options(StorageOptions options, String... classes) throws IOException {
    return options.classLoader(Services.loader(folder, classes));
  }

  private static List<String> problemsOf(StorageOptions options) {
    StorageConfigurationException failure = catchThrowableOfType(
        StorageConfigurationException.class, () -> SecureStorage.open(options));
    assertThat(failure).isNotNull();
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("canary");
    assertThat(failure.getMessage()).contains(failure.problems());
    return failure.problems();
  }

  @Test
  void aProviderIsSelectedByItsIdAndSealed() throws IOException {
    StorageOptions chosen = options(StorageOptions.of("durable"), FLEETING, DURABLE, SEALER)
        .with(Map.of("url", "u", "master-key", "k"))
        .require(Guarantee.DURABLE, Guarantee.ENCRYPTED);
    try (SecureStorage storage = SecureStorage.open(chosen)) {
      assertThat(storage.guarantees())
          .containsExactlyInAnyOrder(Guarantee.DURABLE, Guarantee.ENCRYPTED);
      storage.write("name", Secret.of("value"));
      assertThat(storage.read("name")).isPresent();
    }
  }

  @Test
  void theOnlyProviderIsDiscovered() throws IOException {
    try (SecureStorage storage = SecureStorage.open(options(StorageOptions.discover(), FLEETING))) {
      assertThat(storage.guarantees()).isEmpty();
    }
  }

  @Test
  void whatKeepsNothingIsSealedIfItsKeyIsGiven() throws IOException {
    StorageOptions sealed =
        options(StorageOptions.of("fleeting"), FLEETING, SEALER).with("master-key", "k");
    try (SecureStorage storage = SecureStorage.open(sealed)) {
      assertThat(storage.guarantees()).containsExactly(Guarantee.ENCRYPTED);
    }
  }

  @Test
  void anUnknownProviderIsNamedWithThoseThatWereFound() throws IOException {
    assertThat(problemsOf(options(StorageOptions.of("nonesuch"), FLEETING, DURABLE)))
        .singleElement()
        .asString()
        .contains("'nonesuch'", "durable (" + DURABLE + ")", "fleeting (" + FLEETING + ")");
  }

  @Test
  void noProviderAndSeveralProvidersAreSaid() throws IOException {
    assertThat(problemsOf(options(StorageOptions.discover())))
        .singleElement()
        .asString()
        .contains("No provider was found");
    assertThat(problemsOf(options(StorageOptions.discover(), FLEETING, DURABLE)))
        .singleElement()
        .asString()
        .contains("Several", "durable", "fleeting");
  }

  @Test
  void twoProvidersOfOneIdAreBothNamed() throws IOException {
    String twin = Services.FleetingToo.class.getName();
    assertThat(problemsOf(options(StorageOptions.of("fleeting"), FLEETING, twin)))
        .singleElement()
        .asString()
        .contains(FLEETING, twin);
  }

  @Test
  void brokenProvidersHideNoGoodOneAndAreNamedWhereNoneFits() throws IOException {
    String throwing = Services.Throwing.class.getName();
    String[] classes = {"com.example.Missing", throwing, "org.assertj.core.api.Assertions", FLEETING
    };
    SecureStorage.open(options(StorageOptions.of("fleeting"), classes)).close();
    assertThat(problemsOf(options(StorageOptions.of("nonesuch"), classes)))
        .singleElement()
        .asString()
        .contains(
            "fleeting",
            "com.example.Missing",
            throwing,
            "org.assertj.core.api.Assertions",
            "Broken");
  }

  @Test
  void allProblemsAreReportedAtOnce() throws IOException {
    StorageOptions wrong = options(StorageOptions.of("durable"), DURABLE, SEALER)
        .with(Map.of("size", "11", "colour", "canary", "create", "perhaps"))
        .require(Guarantee.SHARED);
    assertThat(problemsOf(wrong))
        .hasSize(6)
        .anySatisfy(
            problem -> assertThat(problem).contains("'url' is missing", "where the place is"))
        .anySatisfy(problem -> assertThat(problem).contains("'master-key' is missing"))
        .anySatisfy(problem -> assertThat(problem).contains("'size'", "from 1 to 10", "'11'"))
        .anySatisfy(problem -> assertThat(problem).contains("'create'", "true or false"))
        .anySatisfy(problem -> assertThat(problem)
            .contains("'colour' is unknown", "create, encryption, master-key, size, url"))
        .anySatisfy(problem -> assertThat(problem).contains("SHARED"));
  }

  @Test
  void whatIsMistypedIsAnsweredWithTheNearestNameAndWithoutItsValue() throws IOException {
    assertThat(problemsOf(options(StorageOptions.of("durabel"), FLEETING, DURABLE)))
        .singleElement()
        .asString()
        .endsWith(" Did you mean 'durable'?");
    assertThat(problemsOf(options(StorageOptions.of("durable"), DURABLE, SEALER)
            .with(Map.of("url", "u", "master-kye", "canary"))))
        .anySatisfy(problem -> assertThat(problem)
            .contains("'master-kye' is unknown")
            .endsWith(" Did you mean 'master-key'?"));
    assertThat(problemsOf(options(StorageOptions.of("durable"), DURABLE, SEALER)
            .with(Map.of("url", "u", "encryption", "nnoe"))))
        .singleElement()
        .asString()
        .contains("There is no sealer 'nnoe'")
        .endsWith(" Did you mean 'none'?");
  }

  @Test
  void aCombinationThatTheProviderRefusesIsAProblem() throws IOException {
    StorageOptions wrong = options(StorageOptions.of("durable"), DURABLE, SEALER)
        .with(Map.of("url", "u", "master-key", "k", "size", "3"));
    assertThat(problemsOf(wrong)).containsExactly("Option 'size' must not be 3 here.");
  }

  @Test
  void clearTextMustBeAskedForAndContradictsAKey() throws IOException {
    StorageOptions durable =
        options(StorageOptions.of("durable"), DURABLE, SEALER).with("url", "u");
    assertThat(problemsOf(durable)).singleElement().asString().contains("master-key");
    StorageOptions clear = durable.with(StorageOptions.ENCRYPTION, "none");
    try (SecureStorage storage = SecureStorage.open(clear)) {
      assertThat(storage.guarantees()).containsExactly(Guarantee.DURABLE);
    }
    assertThat(problemsOf(clear.with("master-key", "canary")))
        .singleElement()
        .asString()
        .contains("'master-key'", "encryption=none");
  }

  @Test
  void onlyWhatIsVolatileGoesWithoutASealerAndOnlyIfItIs() throws IOException {
    StorageOptions careless =
        options(StorageOptions.of("careless"), Services.Careless.class.getName(), SEALER);
    assertThat(problemsOf(careless)).singleElement().asString().contains("master-key");
    StorageOptions underReporting =
        options(StorageOptions.of("under-reporting"), Services.UnderReporting.class.getName());
    assertThat(problemsOf(underReporting)).singleElement().asString().contains("sealer");
    SecureStorage.open(underReporting.with("encryption", "none")).close();
  }

  @Test
  void aProviderThatCannotSayWhatItIsHidesNoGoodOne() throws IOException {
    String mute = Services.Mute.class.getName();
    SecureStorage.open(options(StorageOptions.of("fleeting"), mute, FLEETING)).close();
    assertThat(problemsOf(options(StorageOptions.of("nonesuch"), mute, FLEETING)))
        .singleElement()
        .asString()
        .contains(mute, "cannot say what it is", "fleeting");
  }

  @Test
  void aHundredBrokenProvidersHideNoGoodOne() throws IOException {
    String[] classes = new String[120];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = i == 119 ? FLEETING : "com.example.Missing" + i;
    }
    SecureStorage.open(options(StorageOptions.of("fleeting"), classes)).close();
  }

  @Test
  void aValueFromTheProgramIsHeldToItsBounds() throws IOException {
    StorageOptions given = options(StorageOptions.of("durable"), DURABLE, SEALER)
        .with(Map.of("url", "u", "master-key", "k"));
    assertThat(problemsOf(given.with(Services.SIZE, 11)))
        .singleElement()
        .asString()
        .contains("'size'", "from 1 to 10");
    Option<String> another = Option.text("size", "of another type");
    assertThat(problemsOf(given.with(another, "5"))).singleElement().asString().contains("'size'");
  }

  @Test
  void severalSealersMustBeToldApart() throws IOException {
    String other = Services.OtherSealer.class.getName();
    StorageOptions two = options(StorageOptions.of("durable"), DURABLE, SEALER, other)
        .with(Map.of("url", "u", "master-key", "k"));
    assertThat(problemsOf(two)).anySatisfy(problem -> assertThat(problem).contains("key", "other"));
    SecureStorage.open(two.with("encryption", "other")).close();
    assertThat(problemsOf(two.with("encryption", "third")))
        .anySatisfy(problem -> assertThat(problem).contains("'third'"));
  }

  @Test
  void aProviderThatAlwaysEncryptsTakesNoWordOnEncryption() throws IOException {
    StorageOptions self =
        options(StorageOptions.of("self-sealing"), Services.SelfSealing.class.getName());
    assertThat(problemsOf(self.with("encryption", "none")))
        .singleElement()
        .asString()
        .contains("always encrypts");
  }

  @Test
  void aGuaranteeThatTheOpenBackendDoesNotGiveClosesIt() throws IOException {
    // This provider promises encryption before, and its backend brings no sealer after.
    StorageOptions self = options(
            StorageOptions.of("self-sealing"), Services.SelfSealing.class.getName())
        .require(Guarantee.DURABLE);
    assertThat(problemsOf(self)).singleElement().asString().contains("DURABLE");
  }

  @Test
  void aFailureToOpenTheKeysClosesTheBackend() throws IOException {
    StorageOptions wrong = options(StorageOptions.of("durable"), DURABLE, SEALER)
        .with(Map.of("url", "u", "master-key", "wrong"));
    assertThatExceptionOfType(KeyUnavailableException.class)
        .isThrownBy(() -> SecureStorage.open(wrong));
    assertThat(Services.Durable.backend.get().closed).isEqualTo(1);
  }

  @Test
  void aProviderThatFailsUnexpectedlyIsUnavailableAndItsMessageGoesNoFurther() throws IOException {
    StorageOptions broken = options(StorageOptions.of("durable"), DURABLE, SEALER)
        .with(Map.of("url", "broken canary", "master-key", "k"));
    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(() -> SecureStorage.open(broken))
        .satisfies(failure -> {
          StringWriter trace = new StringWriter();
          failure.printStackTrace(new PrintWriter(trace));
          assertThat(trace.toString()).contains("IllegalStateException").doesNotContain("canary");
        });
  }

  @Test
  void optionsShowTheirNamesAlone() throws IOException {
    StorageOptions given =
        StorageOptions.of("durable").with(Map.of("url", "canary", "master-key", "canary"));
    assertThat(given.toString()).contains("durable", "master-key", "url").doesNotContain("canary");
    assertThat(Arrays.asList(Services.URL.toString(), Services.KEY.toString()))
        .noneMatch(text -> text.contains("canary"));
  }
}
