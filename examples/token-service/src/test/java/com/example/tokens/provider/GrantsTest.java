package com.example.tokens.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/** The provider takes each refresh token once, and its reuse for theft. */
class GrantsTest {

  private final Grants grants = new Grants();

  private static OAuth2Authorization with(String token) {
    RegisteredClient client = RegisteredClient.withId("client")
        .clientId("client")
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .build();
    return OAuth2Authorization.withRegisteredClient(client)
        .id("grant")
        .principalName("alice")
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .refreshToken(new OAuth2RefreshToken(token, Instant.now()))
        .build();
  }

  private OAuth2Authorization sent(String token) {
    return grants.findByToken(token, OAuth2TokenType.REFRESH_TOKEN);
  }

  @Test
  void aTokenIsTakenOnceAndReplaced() {
    grants.save(with("first"));
    assertThat(sent("first")).isNotNull();
    grants.save(with("second"));
    assertThat(sent("second")).isNotNull();
    assertThat(grants.figures()).isEqualTo(new Grants.Figures(1, 0));
  }

  @Test
  void whoeverSendsAUsedOneEndsTheWholeGrant() {
    grants.save(with("first"));
    sent("first");
    grants.save(with("second"));
    assertThat(sent("first")).isNull();
    assertThat(sent("second")).isNull();
    assertThat(grants.figures()).isEqualTo(new Grants.Figures(1, 1));
  }

  @Test
  void theSecondOfTwoAtOnceEndsTheGrantAlsoForTheFirst() {
    grants.save(with("first"));
    assertThat(sent("first")).isNotNull();
    assertThat(sent("first")).isNull();
    grants.save(with("second"));
    assertThat(sent("second")).isNull();
  }

  @Test
  void aTokenThatNobodyHasIsNoTheft() {
    assertThat(sent("unheard of")).isNull();
    assertThat(grants.figures()).isEqualTo(new Grants.Figures(0, 0));
  }
}
