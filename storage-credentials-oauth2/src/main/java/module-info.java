/** Refreshes and revokes tokens at an OAuth 2.0 provider, over HTTP. */
// The SDK has no module descriptor; and oauth2 is a name that ends in a digit.
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module dev.coffer.storage.credentials.oauth2 {
  requires transitive dev.coffer.storage.credentials;
  requires transitive java.net.http;
  requires transitive oauth2.oidc.sdk;
  requires com.nimbusds.jose.jwt;
  requires static org.jspecify;

  exports dev.coffer.storage.credentials.oauth2;
}
