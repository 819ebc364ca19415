package com.example.tokens.service;

import static org.springframework.security.config.Customizer.withDefaults;

import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.credentials.CredentialException;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.RevocationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  private static final Logger LOG = LoggerFactory.getLogger(Web.class);
  private static final String LEFT = "left";

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
            .addLogoutHandler(
                (request, response, user) -> request.setAttribute(LEFT, signOut(credentials, user)))
            .logoutSuccessHandler((request, response, user) ->
                response.sendRedirect("/" + request.getAttribute(LEFT))))
        .build();
  }

  /**
   * Ends the session of all instances. Whatever comes of that, the browser's own session here ends
   * after it: so nothing is thrown.
   *
   * @return where tokens may be left, as the query for the page
   */
  static String signOut(CredentialManager credentials, Authentication user) {
    if (user == null) {
      return "";
    }
    try {
      credentials.account(user.getName()).signOut();
      return "";
    } catch (RevocationFailedException providerDown) {
      LOG.warn(providerDown.getMessage());
      return "?left=provider";
    } catch (StorageException | CredentialException notDeleted) {
      LOG.warn("A user's tokens may not be deleted: {}", notDeleted.getMessage());
      return "?left=storage";
    }
  }
}
