/** What is common to the contract suites. */
@NullMarked
package dev.holdfast.testkit;

import org.jspecify.annotations.NullMarked;
