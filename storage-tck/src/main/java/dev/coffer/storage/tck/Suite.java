package dev.coffer.storage.tck;

import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The frame of a contract: it runs the families in their order, one rule at a time however tests
 * are run otherwise, and reports in the end.
 */
@ExtendWith(Reporting.class)
@TestClassOrder(InOrder.class)
@Execution(ExecutionMode.SAME_THREAD)
abstract class Suite {

  /** What the report calls the backend. */
  String subject() {
    return getClass().getName();
  }
}
