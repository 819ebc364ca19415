/**
 * {@link dev.coffer.storage.credentials.oauth2.OAuth2Refresher} refreshes and revokes tokens at an
 * OAuth 2.0 or OpenID Connect provider, over HTTP.
 */
@NullMarked
package dev.coffer.storage.credentials.oauth2;

import org.jspecify.annotations.NullMarked;
