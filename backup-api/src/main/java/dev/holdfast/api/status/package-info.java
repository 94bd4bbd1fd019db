/**
 * What lies in a repository: chains, snapshots, bytes, and what interrupted runs have left over.
 */
@NullMarked
package dev.holdfast.api.status;

import org.jspecify.annotations.NullMarked;
