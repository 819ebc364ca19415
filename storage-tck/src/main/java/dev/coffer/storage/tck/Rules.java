package dev.coffer.storage.tck;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * A family of rules. Its methods share nothing: each is handed a backend at a place of its own. One
 * that hangs is interrupted, and fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class Rules {}
