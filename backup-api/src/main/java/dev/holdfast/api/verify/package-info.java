/**
 * Checking that a repository holds what it says: objects, blocks, chunks, or a comparison with a live tree.
 *
 * <pre>{@code
 * VerifyResult weekly = repository.verify().run();                       // no key: every stored byte against its hash
 * VerifyResult yearly = repository.verify().data().compare(home).run();  // with the secret key: blocks open, content is equal
 * if (weekly.findingCount() > 0) {
 *     weekly.findings().forEach(finding -> alarm(finding.toString()));
 * }
 * }</pre>
 */
@NullMarked
package dev.holdfast.api.verify;

import org.jspecify.annotations.NullMarked;
