package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.MASTER_KEY_BYTES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How kinds of master keys are found, third parties' and broken ones among them. */
class MasterKeyCatalogTest {

  private static final String SERVICES =
      "META-INF/services/dev.coffer.storage.crypto.MasterKeyKind";

  /** A third party's kind. */
  public static class VaultKind implements MasterKeyKind {
    @Override
    public String scheme() {
      return "vault";
    }

    @Override
    public String form() {
      return "vault:NAME";
    }

    @Override
    public Optional<String> problem(String location, StorageOptions options) {
      return location.isEmpty() ? Optional.of("there is no name") : Optional.empty();
    }

    @Override
    public String source(String location) {
      return "vault:" + location;
    }

    @Override
    public MasterKey open(String location, StorageOptions options) {
      return RawMasterKey.of(source(location), 40_000, MASTER_KEY_BYTES);
    }

    @Override
    public MasterKey openOrCreate(String location, StorageOptions options) {
      return open(location, options);
    }
  }

  /** Another kind of the same name. */
  public static final class SecondVaultKind extends VaultKind {}

  /** A kind that cannot say what it is, and must not tell its own message either. */
  public static final class SilentKind extends VaultKind {
    @Override
    public String scheme() {
      throw new IllegalStateException("hunter2");
    }
  }

  /** A kind that does not load. */
  public static final class FailingKind extends VaultKind {
    public FailingKind() {
      throw new IllegalStateException("hunter2");
    }
  }

  /** A kind whose name would not be found. */
  public static final class NamelessKind extends VaultKind {
    @Override
    public String scheme() {
      return "No Name";
    }
  }

  @Test
  void aThirdPartysKindIsChosenByItsScheme() {
    StorageOptions options = options("vault:main", VaultKind.class.getName());

    assertThat(MasterKeyOptions.problems(options)).isEmpty();
    assertThat(MasterKeyOptions.open(options).source()).isEqualTo("vault:main");
    assertThat(MasterKeyOptions.problems(options.with("master-key", "vault:")))
        .containsExactly("Option 'master-key' must be vault:NAME, but there is no name.");
    assertThat(MasterKeyOptions.problems(options.with("master-key", "nothing known")))
        .singleElement()
        .asString()
        .contains("vault:NAME")
        .doesNotContain("Broken");
  }

  @Test
  void aBrokenKindHidesNoGoodOneAndIsNamedWhereNoneFits() {
    String[] broken = {
      FailingKind.class.getName(),
      SilentKind.class.getName(),
      "not.there.AtAll",
      NamelessKind.class.getName(),
      VaultKind.class.getName()
    };

    assertThat(MasterKeyOptions.open(options("vault:main", broken)).source())
        .isEqualTo("vault:main");
    assertThat(MasterKeyOptions.problems(options("unknown:x", broken)))
        .singleElement()
        .asString()
        .contains("Broken: ", FailingKind.class.getName(), "not.there.AtAll", "IllegalState")
        .contains(NamelessKind.class.getName())
        .doesNotContain("hunter2");
  }

  @Test
  void twoKindsOfOneNameAreBothNamed() {
    assertThat(MasterKeyOptions.problems(
            options("vault:x", VaultKind.class.getName(), SecondVaultKind.class.getName())))
        .singleElement()
        .asString()
        .contains("several kinds", VaultKind.class.getName(), SecondVaultKind.class.getName());
  }

  private static StorageOptions options(String masterKey, String... services) {
    return StorageOptions.of("any")
        .with("master-key", masterKey)
        .classLoader(new ServicesLoader(String.join("\n", services)));
  }

  /** This module's kinds, and those that a text names. */
  private static final class ServicesLoader extends ClassLoader {

    private final String services;

    ServicesLoader(String services) {
      super(MasterKeyCatalogTest.class.getClassLoader());
      this.services = services;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
      return name.equals(SERVICES)
          ? Collections.enumeration(Collections.singletonList(url()))
          : Collections.emptyEnumeration();
    }

    private URL url() throws IOException {
      return new URL(null, "services:kinds", new URLStreamHandler() {
        @Override
        protected URLConnection openConnection(URL url) {
          return new URLConnection(url) {
            @Override
            public void connect() {}

            @Override
            public InputStream getInputStream() {
              return new ByteArrayInputStream(services.getBytes(UTF_8));
            }
          };
        }
      });
    }
  }
}
