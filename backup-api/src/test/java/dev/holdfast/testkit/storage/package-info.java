/**
 * For whoever implements a storage: the contract as tests. For whoever uses one: storages that count, that fail by a
 * script, and stored bytes that change behind the reader's back.
 *
 * <p>A <em>verb</em> is one of the calls that a storage takes. A <em>rule</em> says which calls fail and how.
 */
@NullMarked
package dev.holdfast.testkit.storage;

import org.jspecify.annotations.NullMarked;
