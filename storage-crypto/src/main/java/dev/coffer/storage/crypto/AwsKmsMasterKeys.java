package dev.coffer.storage.crypto;

import com.google.crypto.tink.integration.awskms.AwsKmsClient;
import dev.coffer.storage.StorageOptions;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Master keys in the AWS Key Management Service, {@code aws-kms://ARN}, by Tink's client: the key's
 * ARN, which names the region. Credentials are those of the SDK's default chain. The store's
 * binding goes along as encryption context.
 */
public final class AwsKmsMasterKeys implements MasterKeyKind {

  private static final String SCHEME = "aws-kms";

  private static final Pattern KEY = Pattern.compile(
      "//arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[A-Za-z0-9/_-]{1,250}");

  /** For {@link java.util.ServiceLoader}. */
  public AwsKmsMasterKeys() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public String form() {
    return "aws-kms://ARN";
  }

  @Override
  public Optional<String> problem(String location, StorageOptions options) {
    return KEY.matcher(location).matches()
        ? Optional.empty()
        : Optional.of("the name of its key looks different");
  }

  @Override
  public String source(String location) {
    return SCHEME + ":" + location;
  }

  @Override
  public MasterKey open(String location, StorageOptions options) {
    return KeyServices.open(
        source(location),
        options,
        () -> new AwsKmsClient().withDefaultCredentials(),
        "com.google.crypto.tink:tink-awskms");
  }

  /** The key that is there: a service's keys are made by whoever runs it. */
  @Override
  public MasterKey openOrCreate(String location, StorageOptions options) {
    return open(location, options);
  }
}
