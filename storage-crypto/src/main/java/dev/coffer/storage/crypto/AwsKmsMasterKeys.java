package dev.coffer.storage.crypto;

import com.google.crypto.tink.integration.awskms.AwsKmsClient;
import java.util.regex.Pattern;

/**
 * Master keys in the AWS Key Management Service, {@code aws-kms://ARN}, by Tink's client: the key's
 * ARN, which names the region. Credentials are those of the SDK's default chain. The store's
 * binding goes along as encryption context.
 */
public final class AwsKmsMasterKeys extends KeyServiceKind {

  private static final Pattern KEY = Pattern.compile(
      "//arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[A-Za-z0-9/_-]{1,250}");

  /** For {@link java.util.ServiceLoader}. */
  public AwsKmsMasterKeys() {
    super(
        "aws-kms",
        "aws-kms://ARN",
        KEY,
        () -> new AwsKmsClient().withDefaultCredentials(),
        "com.google.crypto.tink:tink-awskms");
  }
}
