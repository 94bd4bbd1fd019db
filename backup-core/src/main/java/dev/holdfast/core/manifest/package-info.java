/** Manifests and what they name: needed volumes, inventories, references to chunks. */
@NullMarked
package dev.holdfast.core.manifest;

import org.jspecify.annotations.NullMarked;
