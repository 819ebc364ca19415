/** The provider at which users sign in, embedded for the example's purpose. */
package com.example.tokens.provider;
