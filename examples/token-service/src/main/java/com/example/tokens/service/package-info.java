/** The token service itself: what an application with signed-in users would have. */
package com.example.tokens.service;
