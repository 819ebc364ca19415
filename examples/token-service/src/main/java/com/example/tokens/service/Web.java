package com.example.tokens.service;

import static org.springframework.security.config.Customizer.withDefaults;

import dev.coffer.storage.Secret;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.RevocationFailedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.web.SecurityFilterChain;

/** How browsers sign in, by OpenID Connect, and out. */
@Configuration
class Web {

  @Bean
  ClientRegistrationRepository providers(Settings settings, Secret clientSecret) {
    return new InMemoryClientRegistrationRepository(
        ClientRegistration.withRegistrationId("provider")
            .clientId(Tokens.CLIENT)
            .clientSecret(clientSecret.revealString())
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
            .scope("openid")
            .issuerUri(settings.provider().toString())
            .authorizationUri(settings.provider("/oauth2/authorize").toString())
            .tokenUri(settings.provider("/oauth2/token").toString())
            .jwkSetUri(settings.provider("/oauth2/jwks").toString())
            .userNameAttributeName("sub")
            .build());
  }

  @Bean
  SecurityFilterChain pages(HttpSecurity http, CredentialManager credentials) throws Exception {
    return http.authorizeHttpRequests(all ->
            all.requestMatchers("/", "/style.css").permitAll().anyRequest().authenticated())
        .oauth2Login(withDefaults())
        .logout(out -> out.logoutUrl("/sign-out")
            .addLogoutHandler((request, response, user) -> signOut(credentials, user))
            .logoutSuccessUrl("/"))
        .build();
  }

  private static void signOut(CredentialManager credentials, Authentication user) {
    if (user == null) {
      return;
    }
    try {
      credentials.account(user.getName()).signOut();
    } catch (RevocationFailedException providerDown) {
      // The tokens are deleted here; at the provider they run out.
      System.err.println(providerDown.getMessage());
    }
  }
}
