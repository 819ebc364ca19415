package dev.coffer.storage.tck;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A family of rules. Its methods share nothing: each is handed a backend at a place of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(InOrder.class)
abstract class Rules {}
