package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.retry.PredefinedRetryPolicies;
import com.amazonaws.services.kms.AWSKMS;
import com.amazonaws.services.kms.AWSKMSClientBuilder;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudkms.v1.CloudKMS;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.integration.awskms.AwsKmsAead;
import com.google.crypto.tink.integration.gcpkms.GcpKmsAead;
import dev.coffer.storage.Entry;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.MasterKeyOptions;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients of AWS and Google Cloud themselves, pointed at a server on this machine. */
class KeyServicesTest {

  @TempDir
  private Path folder;

  private LocalKeyService service;
  private AWSKMS amazon;

  @BeforeEach
  void start() throws Exception {
    service = new LocalKeyService();
    amazon = AWSKMSClientBuilder.standard()
        .withEndpointConfiguration(new EndpointConfiguration(service.url(), "eu-central-1"))
        .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("id", "secret")))
        .withClientConfiguration(
            new ClientConfiguration().withRetryPolicy(PredefinedRetryPolicies.NO_RETRY_POLICY))
        .build();
  }

  @AfterEach
  void stop() {
    amazon.shutdown();
    service.close();
  }

  @Test
  void aStoreOpensByAwsKms() {
    opensByItAlone("aws-kms://" + LocalKeyService.AWS_KEY, amazonClient());
  }

  @Test
  void aStoreOpensByGoogleCloudKms() {
    CloudKMS google = new CloudKMS.Builder(
            new NetHttpTransport(), GsonFactory.getDefaultInstance(), null)
        .setRootUrl(service.url())
        .setApplicationName("coffer-test")
        .build();

    opensByItAlone(
        "gcp-kms://" + LocalKeyService.GCP_KEY,
        new Client("gcp-kms://", key -> new GcpKmsAead(google, key)));
  }

  private void opensByItAlone(String masterKey, KmsClient client) {
    StorageOptions options = StorageOptions.of("encrypted-file")
        .with("path", folder.resolve("tokens.coffer").toString())
        .with("master-key", masterKey)
        .with(MasterKeyOptions.KEY_SERVICE, client);
    try (SecureStorage storage = SecureStorage.open(options.with("create", "true"))) {
      storage.write("key", Secret.of("kept"));
    }
    service.calls.set(0);
    try (SecureStorage storage = SecureStorage.open(options)) {
      assertThat(storage.read("key").map(Entry::value)).contains(Secret.of("kept"));
      assertThat(service.calls).hasValue(1);
      service.refusing = true;
      storage.write("key", Secret.of("kept without a call"));
    }
    assertThatThrownBy(() -> SecureStorage.open(options))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining(masterKey)
        .hasMessageContaining("xception")
        .hasMessageNotContaining("hunter2");
    service.refusing = false;
    try (SecureStorage storage = SecureStorage.open(options)) {
      assertThat(storage.read("key").map(Entry::value)).contains(Secret.of("kept without a call"));
    }
  }

  @Test
  void aServerThatHasGoneIsTold() {
    StorageOptions options = StorageOptions.of("encrypted-file")
        .with("path", folder.resolve("tokens.coffer").toString())
        .with("master-key", "aws-kms://" + LocalKeyService.AWS_KEY)
        .with(MasterKeyOptions.KEY_SERVICE, amazonClient());
    SecureStorage.open(options.with("create", "true")).close();
    service.close();

    assertThatThrownBy(() -> SecureStorage.open(options))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("did not unwrap")
        .hasMessageContaining("com.amazonaws.SdkClientException");
  }

  /** Tink's own client, without credentials, in this process's class path. */
  @Test
  void theClientsAreFoundWhereTheyAre() {
    StorageOptions options =
        StorageOptions.of("any").with("master-key", "aws-kms://" + LocalKeyService.AWS_KEY);

    assertThat(MasterKeyOptions.open(options).source())
        .isEqualTo("aws-kms://" + LocalKeyService.AWS_KEY);
  }

  private Client amazonClient() {
    return new Client("aws-kms://", key -> new AwsKmsAead(amazon, key));
  }

  /** Tink's call to a service, over a client whose endpoint is ours. */
  private record Client(String prefix, Function<String, Aead> calls) implements KmsClient {

    @Override
    public boolean doesSupport(String uri) {
      return uri.startsWith(prefix);
    }

    @Override
    public KmsClient withCredentials(String file) {
      return this;
    }

    @Override
    public KmsClient withDefaultCredentials() {
      return this;
    }

    @Override
    public Aead getAead(String uri) {
      return calls.apply(uri.substring(prefix.length()));
    }
  }
}
