/**
 * Making a snapshot: the request, what it selects, how it goes on, and its result.
 *
 * <pre>{@code
 * BackupResult result = repository.backup()
 *         .source(Path.of("/home"), Selection.all().exclude("/home/jan/.cache"))
 *         .source("db/orders.sql", dump::openStream)
 *         .tag("nightly")
 *         .fullIfOlderThan(Period.ofMonths(3))
 *         .run();
 * result.notices().forEach(notice -> log(notice.message()));
 * result.requireComplete();       // throws if a file could not be read; the snapshot is there all the same
 * }</pre>
 */
@NullMarked
package dev.holdfast.api.backup;

import org.jspecify.annotations.NullMarked;
