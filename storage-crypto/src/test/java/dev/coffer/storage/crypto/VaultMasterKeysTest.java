package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of a Vault's transit engine, against a server that speaks as it does. */
class VaultMasterKeysTest {

  private final Map<String, String> environment = new HashMap<>();
  private FakeVault vault;
  private String uri;

  @BeforeEach
  void start() throws Exception {
    vault = new FakeVault();
    uri = "hcvault://" + vault.authority() + "/team/transit/keys/coffer";
    environment.put("VAULT_ADDR", "http://" + vault.authority() + "/");
    environment.put("VAULT_TOKEN", FakeVault.TOKEN);
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @Test
  void itsKeyOpensWhatItHasWrapped() {
    byte[] keyring = Keyring.create(key(uri), STORE_ID).toBytes();

    assertThat(Keyring.open(keyring, key(uri)).storeId()).isEqualTo(STORE_ID);
    assertThat(vault.requests.get(0))
        .isEqualTo("/v1/team/transit/encrypt/coffer " + FakeVault.TOKEN + " null");
    assertThat(vault.requests.get(vault.requests.size() - 1))
        .startsWith("/v1/team/transit/decrypt/coffer ");
  }

  @Test
  void theNamespaceGoesAlong() {
    environment.put("VAULT_NAMESPACE", "tenant7");

    Keyring.create(key(uri), STORE_ID).close();

    assertThat(vault.requests).allSatisfy(request -> assertThat(request).endsWith(" tenant7"));
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 403, 429, 500, 503})
  void aStatusThatIsNoAnswerIsToldAndNoRedirectIsFollowed(int status) {
    byte[] keyring = Keyring.create(key(uri), STORE_ID).toBytes();
    vault.status = status;

    assertThatUnavailable(() -> Keyring.open(keyring, key(uri)))
        .hasMessageContaining("answered with the status " + status)
        .hasMessageContaining(uri);
  }

  @Test
  void aWrongTokenIsRefusedAndNotShown() {
    environment.put("VAULT_TOKEN", "hvs.wrong-canary");

    assertThatUnavailable(() -> Keyring.create(key(uri), STORE_ID))
        .hasMessageContaining("status 403")
        .hasMessageNotContaining("canary");
  }

  @Test
  void aSlotThatWasEditedIsRefusedByTheService() {
    byte[] keyring = new KeyringBuilder()
        .foreignSlot(
            Slot.KEY_SERVICE, key(uri).newSlotParameters(), "vault:v1:AAAA".getBytes(UTF_8))
        .build();
    byte[] escaping = new KeyringBuilder()
        .foreignSlot(Slot.KEY_SERVICE, key(uri).newSlotParameters(), new byte[] {'"', '}'})
        .build();

    assertThatUnavailable(() -> Keyring.open(keyring, key(uri))).hasMessageContaining("status 400");
    assertThatUnavailable(() -> Keyring.open(escaping, key(uri)))
        .hasMessageContaining("none of its ciphertexts");
  }

  @Test
  void aServerThatIsNotThereIsTold() {
    byte[] keyring = Keyring.create(key(uri), STORE_ID).toBytes();
    vault.close();

    assertThatUnavailable(() -> Keyring.open(keyring, key(uri)))
        .hasMessageContaining("did not answer, java.net.ConnectException");
  }

  @Test
  void withoutATokenNothingIsAsked() {
    environment.remove("VAULT_TOKEN");

    assertThatUnavailable(() -> key(uri)).hasMessageContaining("VAULT_TOKEN");
    assertThat(vault.requests).isEmpty();
  }

  @Test
  void clearTextIsForThisMachineAlone() {
    environment.put("VAULT_ADDR", "http://vault.example.com:8200");

    assertThatUnavailable(() -> key("hcvault://vault.example.com:8200/transit/keys/coffer"))
        .hasMessageContaining("only this machine itself");
  }

  @Test
  void whereClearTextIsNotAskedForTheFirstByteIsOfTls() throws Exception {
    environment.remove("VAULT_ADDR");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> {
        try (Socket caller = server.accept()) {
          return caller.getInputStream().read();
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      });
      String other = "hcvault://127.0.0.1:" + server.getLocalPort() + "/transit/keys/coffer";

      assertThatUnavailable(() -> Keyring.create(key(other), STORE_ID))
          .hasMessageContaining("did not answer");
      assertThat(first.get(10, TimeUnit.SECONDS)).as("a handshake record").isEqualTo(22);
    }
  }

  private MasterKey key(String location) {
    return MasterKeyOptions.open(StorageOptions.of("any")
        .with("master-key", location)
        .with(MasterKeyOptions.KEY_SERVICE, new VaultClient(environment::get)));
  }

  private static AbstractThrowableAssert<?, ?> assertThatUnavailable(ThrowingCallable refused) {
    return assertThatThrownBy(refused).isInstanceOf(KeyUnavailableException.class);
  }
}
