/**
 * Where a program begins: {@link dev.holdfast.core.Holdfast#repository()} starts the sentence that opens a repository.
 *
 * <p>A nightly backup by a host that holds no secret key:
 *
 * <pre>{@code
 * try (BackupRepository repository = Holdfast.repository()
 *         .storage(URI.create("file:///mnt/backups/laptop"))
 *         .cipher(OpenPgpCipher.builder().recipient(Path.of("backup-public.asc")).build())
 *         .localState(Path.of("/var/cache/holdfast"))
 *         .openOrCreate()) {
 *     repository.backup().source(Path.of("/home")).run().requireComplete();
 * }
 * }</pre>
 *
 * <p>Without {@link dev.holdfast.core.RepositoryBuilder#localState local state} and without a key for the catalog every
 * run begins a new chain, which is right but stores everything again.
 */
@NullMarked
package dev.holdfast.core;

import org.jspecify.annotations.NullMarked;
