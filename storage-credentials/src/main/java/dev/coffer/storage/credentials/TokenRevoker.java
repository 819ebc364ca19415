package dev.coffer.storage.credentials;

/** Tells a provider that tokens are no longer needed (RFC 7009). */
@FunctionalInterface
public interface TokenRevoker {

  /**
   * Revokes the refresh token, or the access token where there is no other. Returns once the
   * provider has agreed; an exception, which must carry no token, says that it has not.
   */
  void revoke(TokenSet tokens);
}
