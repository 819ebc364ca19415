package com.example.tokens.provider;

import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/** Spring's refresh tokens with a prefix, by which one that leaks is found. */
final class RefreshTokens implements OAuth2TokenGenerator<OAuth2RefreshToken> {

  private static final String PREFIX = "ts-refresh-";

  private final OAuth2RefreshTokenGenerator random = new OAuth2RefreshTokenGenerator();

  @Override
  public OAuth2RefreshToken generate(OAuth2TokenContext context) {
    OAuth2RefreshToken token = random.generate(context);
    return token == null
        ? null
        : new OAuth2RefreshToken(
            PREFIX + token.getTokenValue(), token.getIssuedAt(), token.getExpiresAt());
  }
}
