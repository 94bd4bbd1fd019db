/**
 * Checking that a repository holds what it says: objects, blocks, chunks, or a comparison with a live tree.
 *
 * <pre>{@code
 * // no key: every stored byte against its hash
 * repository.verify().run().requireNoFindings();
 * // with the secret key: blocks open, content is equal
 * VerifyResult yearly = repository.verify().data().compare(home).run();
 * yearly.findings().forEach(finding -> alarm(finding.toString()));
 * }</pre>
 */
@NullMarked
package dev.holdfast.api.verify;

import org.jspecify.annotations.NullMarked;
