package dev.coffer.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.crypto.Keyring;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.MasterKeyOptions;
import dev.coffer.storage.crypto.Passphrase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where secrets and keys might be left behind while stores are open: in what serialises any object,
 * in the JVM's management beans, in static fields.
 */
class HygieneTest {

  private static final String VALUE = "CANARYvalue3c9e";
  private static final String PASSPHRASE = "CANARY passphrase 77d1";

  @TempDir
  private Path folder;

  private final List<SecureStorage> open = new ArrayList<>();
  private final List<Object> objects = new ArrayList<>();
  private byte[] masterKey;

  /** A store of every provider in use, and everything that an application can hold of it. */
  @BeforeEach
  void useEverything() throws Exception {
    for (Places place : Places.values()) {
      use(place.options(Files.createDirectory(folder.resolve(place.name()))));
    }
    use(StorageOptions.of("encrypted-file")
        .with("path", folder.resolve("store.coffer").toString())
        .with("master-key", "passphrase")
        .with("create", "true")
        .with(MasterKeyOptions.PASSPHRASE, Passphrase.of(PASSPHRASE.toCharArray())));
    String line = Files.readString(folder.resolve("JDBC/master.key"));
    masterKey = Base64.getUrlDecoder().decode(line.split(" ", -1)[1]);
  }

  private void use(StorageOptions options) {
    SecureStorage storage = SecureStorage.open(options);
    open.add(storage);
    StorageScope scope = storage.scoped("tenant7", "alice");
    Secret secret = Secret.of(VALUE);
    scope.write("token", secret);
    objects.addAll(List.of(
        options,
        storage,
        scope,
        secret,
        scope.read("token").orElseThrow(),
        scope.list(),
        scope.readAll()));
    try {
      scope.write("token", secret, WriteOption.ifAbsent());
    } catch (StorageException conflict) {
      objects.add(conflict);
    }
  }

  @AfterEach
  void closeEverything() {
    open.forEach(SecureStorage::close);
  }

  @Test
  void javaSerialisesNoSecretAndNoKey() throws IOException {
    objects.addAll(keys());
    int written = 0;
    for (Object object : objects) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(object);
        written++;
      } catch (NotSerializableException asItShouldBe) {
        assertThat(object).isNotInstanceOf(Exception.class);
      }
      assertSilent(object.getClass().getName(), bytes.toByteArray());
    }
    assertThat(written).as("exceptions are serialisable").isGreaterThanOrEqualTo(5);
  }

  @Test
  void gsonWritesNoSecretAndNoKey() {
    objects.addAll(keys());
    Gson gson = new Gson();
    int written = 0;
    for (Object object : objects) {
      try {
        assertSilent(object.getClass().getName(), gson.toJson(object).getBytes(UTF_8));
        written++;
      } catch (RuntimeException | StackOverflowError refused) {
        assertThat(object).isNotInstanceOf(Secret.class);
      }
    }
    assertThat(written).as("secrets at least").isGreaterThanOrEqualTo(5);
  }

  private List<Object> keys() {
    StorageOptions file =
        StorageOptions.of("any").with("master-key", "file:" + folder.resolve("JDBC/master.key"));
    StorageOptions passphrase = StorageOptions.of("any")
        .with("master-key", "passphrase")
        .with(MasterKeyOptions.PASSPHRASE, Passphrase.of(PASSPHRASE.toCharArray()));
    MasterKey fromFile = MasterKeyOptions.open(file);
    return List.of(
        fromFile, MasterKeyOptions.open(passphrase), Keyring.create(fromFile, new byte[16]));
  }

  @Test
  void noManagementBeanKnowsOne() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    int attributes = 0;
    for (ObjectName name : beans.queryNames(null, null)) {
      for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
        try {
          Object value = beans.getAttribute(name, attribute.getName());
          assertSilent(name + " " + attribute.getName(), text(value).getBytes(UTF_8));
          attributes++;
        } catch (JMException | RuntimeException notToBeHad) {
          assertThat(name.getDomain()).doesNotContain("coffer", "zaxxer", "h2");
        }
      }
    }
    assertThat(attributes).isGreaterThan(50);
  }

  private static String text(Object value) {
    return value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
  }

  @Test
  void noStaticFieldOfOursLeadsToOne() throws Exception {
    Statics statics = Statics.walk();

    assertThat(statics.classes).isGreaterThan(150);
    assertThat(statics.found).hasSizeGreaterThan(100);
    for (Statics.Found found : statics.found) {
      assertSilent(found.field(), bytes(found.value()));
    }
  }

  private static byte[] bytes(Object value) {
    if (value instanceof byte[] array) {
      return array;
    }
    return value instanceof char[] array
        ? new String(array).getBytes(UTF_8)
        : ((String) value).getBytes(UTF_8);
  }

  private void assertSilent(String where, byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    for (byte[] secret : List.of(VALUE.getBytes(UTF_8), PASSPHRASE.getBytes(UTF_8), masterKey)) {
      String array = Arrays.toString(secret).replace(" ", "");
      Stream.of(
              new String(secret, ISO_8859_1),
              HexFormat.of().formatHex(secret),
              Base64.getEncoder().withoutPadding().encodeToString(secret),
              Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
              array.substring(1, array.length() - 1))
          .forEach(spelling -> assertThat(text).as(where).doesNotContain(spelling));
    }
  }
}
