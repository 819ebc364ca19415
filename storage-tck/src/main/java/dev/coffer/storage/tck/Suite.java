package dev.coffer.storage.tck;

import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The frame of a contract: it runs the families in their order, and reports in the end. */
@ExtendWith(Reporting.class)
@TestClassOrder(InOrder.class)
abstract class Suite {

  /** What the report calls the backend. */
  String subject() {
    return getClass().getName();
  }
}
