/** What Coffer costs, measured. */
@NullMarked
package dev.coffer.benchmarks;

import org.jspecify.annotations.NullMarked;
